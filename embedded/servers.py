"""PostgreSQL and Valkey for one place, but those that the environment already names, and the variables for them."""

import fcntl
import os
import secrets
import signal
from base64 import urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from typing import IO

from embedded.places import Place
from embedded.postgres import Postgres
from embedded.valkey import Valkey

Server = Postgres | Valkey


class AlreadyRunning(SystemExit):
    """Somebody else holds this data folder."""


def lock(place: Place) -> IO[str]:
    """Held until the process ends; two starts on one data folder would fight over the database."""
    try:
        place.data.mkdir(parents=True, exist_ok=True)
        handle = (place.data / "lock").open("a+")
    except PermissionError:
        raise SystemExit(
            f"The data in {place.data} belongs to another user: start as that user, "
            "or choose another folder with HELPDESK_DATA_DIR."
        ) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.seek(0)
        holder = handle.read().strip() or "unknown"
        raise AlreadyRunning(
            f"A helpdesk already runs on the data in {place.data} (process {holder}).\n"
            "Stop it with Ctrl-C in its terminal, or choose another folder with HELPDESK_DATA_DIR."
        ) from None
    handle.truncate(0)
    handle.write(str(os.getpid()))
    handle.flush()
    return handle


def embedded(place: Place, settings: dict[str, str] | None = None) -> list[Server]:
    chosen: list[Server] = []
    if not os.environ.get("DATABASE_URL"):
        chosen.append(Postgres(place, settings or {}))
    if not os.environ.get("REDIS_URL"):
        chosen.append(Valkey(place))
    return chosen


def variables(place: Place, chosen: list[Server]) -> dict[str, str]:
    """The environment of a helpdesk in this place; what the caller's environment says goes first."""
    given = {**_secrets(place), "MEDIA_ROOT": str(place.data / "media")}
    for server in chosen:
        given["DATABASE_URL" if server.name == "postgres" else "REDIS_URL"] = server.url
    return {**given, **os.environ, "PYTHONUNBUFFERED": "1"}


def _secrets(place: Place) -> dict[str, str]:
    """Made at the first start and kept: other keys would sign everybody out and leave secrets unreadable."""
    path = place.data / "secrets.env"
    kept = _read(path) if path.exists() else {}
    if missing := [name for name in SECRETS if name not in kept]:
        kept |= {name: SECRETS[name]() for name in missing}
        _write_private(path, "".join(f"{name}={value}\n" for name, value in kept.items()))
    return kept


def _read(path: Path) -> dict[str, str]:
    return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)


def _key() -> str:
    """Right for Fernet, and for a private key of P-256: nearly every number of 32 bytes is one."""
    return urlsafe_b64encode(secrets.token_bytes(32)).decode()


SECRETS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(50),
    "ENCRYPTION_KEYS": _key,
    "VAPID_PRIVATE_KEY": _key,
}


def _write_private(path: Path, text: str) -> None:
    half = path.with_suffix(".new")
    half.touch(mode=0o600)
    half.write_text(text)
    half.replace(path)


class Stopped(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal. Not an Exception, so that nothing swallows it on the way out."""


def raise_on_signals() -> None:
    def stop(number: int, frame: object) -> None:
        ignore_signals()
        raise Stopped(number)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
