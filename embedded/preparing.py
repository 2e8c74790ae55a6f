"""Tables and demo data before the first request; no migration where the last start already ran the same ones."""

import hashlib
import sys
from pathlib import Path

from embedded import processes
from embedded.places import ROOT, Place

SOURCES = ("*/migrations/*.py", "uv.lock")


def prepare(place: Place, env: dict[str, str], *, own_database: bool) -> None:
    if not own_database or not _migrated(place):
        forget(place)
        _manage(place, env, "migrate", "--noinput")
        _stamp(place).write_text(_fingerprint(place))
    _manage(place, env, "seed_demo")  # every time: it also moves the demo's times up to today


def _migrated(place: Place) -> bool:
    return _stamp(place).exists() and _stamp(place).read_text() == _fingerprint(place)


def forget(place: Place) -> None:
    _stamp(place).unlink(missing_ok=True)


def _stamp(place: Place) -> Path:
    return place.data / "migrated"


def _fingerprint(place: Place) -> str:
    """Of the migrations, and of the database itself, which may have been removed and made anew."""
    digest = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(str(path.relative_to(ROOT)).encode())
            digest.update(path.read_bytes())
    born = place.servers / "postgres" / "PG_VERSION"
    if born.exists():
        digest.update(str(born.stat().st_mtime_ns).encode())
    return digest.hexdigest()


def _manage(place: Place, env: dict[str, str], *arguments: str) -> None:
    log = place.logs / "setup.log"
    done = processes.spawn([sys.executable, ROOT / "manage.py", *arguments], log=log, env=env, cwd=ROOT)
    if done.wait():
        raise SystemExit(f"`manage.py {arguments[0]}` failed; the end of {log}:\n{processes.tail(log)}")
