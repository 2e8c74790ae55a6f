"""Tables and demo data before the first request; nothing where the last start already made them from the same code."""

import hashlib
import sys
from pathlib import Path

from embedded import processes
from embedded.places import ROOT, Place

STEPS = (("migrate", "--noinput"), ("seed_demo",))
SOURCES = ("*/migrations/*.py", "helpdesk/demo/**/*.py", "uv.lock")


def prepare(place: Place, env: dict[str, str], *, own_database: bool) -> None:
    """In somebody else's database anybody may have changed anything: there it runs at every start."""
    wanted = _fingerprint(place)
    if own_database and _stamp(place).exists() and _stamp(place).read_text() == wanted:
        return
    forget(place)
    for step in STEPS:
        _manage(place, env, *step)
    _stamp(place).write_text(wanted)


def forget(place: Place) -> None:
    _stamp(place).unlink(missing_ok=True)


def _stamp(place: Place) -> Path:
    return place.data / "prepared"


def _fingerprint(place: Place) -> str:
    """Of the code that makes the data, and of the database itself, which may have been removed and made anew."""
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
