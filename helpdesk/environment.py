"""Configuration by environment. A missing or wrong variable stops the start with a sentence that names it."""

import json
from base64 import urlsafe_b64decode
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def words(name: str, default: str = "") -> list[str]:
    """With commas between them, and spaces where somebody likes them."""
    return [word.strip() for word in env.str(name, default=default).split(",") if word.strip()]


def required(name: str, meaning: str) -> str:
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. It is {meaning}; see .env.example.")
    return value


def parted(address: str) -> SplitResult | None:
    """None for what only looks like an address: one with a word for its port, say."""
    try:
        parts = urlsplit(address)
        return parts if parts.port is None or parts.port else None
    except ValueError:
        return None


def url(name: str, default: str, *, schemes: set[str]) -> str:
    value = env.str(name, default=default)
    parts = parted(value)
    if parts is None or parts.scheme not in schemes:
        raise ImproperlyConfigured(f"{name} must begin with {' or '.join(sorted(f'{s}://' for s in schemes))}.")
    return value


def origin(name: str, default: str) -> str:
    """Scheme, host and port: the product has its host to itself."""
    value = url(name, default, schemes={"http", "https"}).rstrip("/")
    parts = urlsplit(value)
    if not parts.hostname or value != f"{parts.scheme}://{parts.netloc}":
        raise ImproperlyConfigured(
            f"{name} must look like https://help.example.com, without a path; it is set to {value!r}."
        )
    return value


def hosts(name: str) -> list[str]:
    given = words(name)
    if wrong := [host for host in given if "/" in host]:
        raise ImproperlyConfigured(f"{name} must hold names of hosts like help.example.com; {wrong[0]!r} is none.")
    return given


def database(name: str) -> dict:
    value = required(name, "the address of PostgreSQL")
    parts = parted(value)
    if parts is None or parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        # The value is not repeated: a password stands in it.
        raise ImproperlyConfigured(f"{name} must look like postgres://user:password@host:5432/name.")
    return env.db_url_config(value)


def encryption_keys(name: str) -> list[str]:
    required(name, "the keys that protect stored secrets")
    try:
        return [key for key in words(name) if Fernet(key)]
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must hold keys of 32 bytes in base64, the newest first; see .env.example."
        ) from None


def number(name: str, default: int, *, least: int = 0, most: int = 100_000) -> int:
    value = env.str(name, default=str(default))
    if not (value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most):
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}; it is set to {value!r}.")
    return int(value)


def level(name: str, default: str) -> str:
    value = env.str(name, default=default).upper()
    if value not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise ImproperlyConfigured(f"{name} must be DEBUG, INFO, WARNING or ERROR; it is set to {value!r}.")
    return value


def switch(name: str, *, default: bool) -> bool:
    value = env.str(name, default=str(default)).lower()
    if value not in {"1", "0", "true", "false", "yes", "no", "on", "off"}:
        raise ImproperlyConfigured(f"{name} must be true or false; it is set to {value!r}.")
    return value in {"1", "true", "yes", "on"}


def several(name: str, default: str, *, known: tuple[str, ...]) -> frozenset[str]:
    """Words with commas between them; none at all is an answer too."""
    given = frozenset(words(name, default))
    if unknown := given.difference(known):
        raise ImproperlyConfigured(f"{name} may name {', '.join(known)}; not {', '.join(sorted(unknown))}.")
    return given


def networks(name: str) -> list[str]:
    """Networks as 10.1.0.0/16, with commas between them."""
    given = words(name)
    try:
        return [str(ip_network(word, strict=False)) for word in given]
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must hold networks like 10.1.0.0/16, with commas between them; it is set to {','.join(given)!r}."
        ) from None


ACCOUNT = {"project_id", "private_key", "client_email", "token_uri"}
VAPID_BYTES = 32


def firebase_account(name: str) -> dict[str, str]:
    """A service account, as JSON or as the path of its file; empty where there is none."""
    given = env.str(name, default="").strip()
    try:
        text = given if given.startswith("{") or not given else Path(given).read_text()
        account = json.loads(text or "{}")
    except (OSError, ValueError):
        account = None
    if not isinstance(account, dict) or (account and ACCOUNT - account.keys()):
        raise ImproperlyConfigured(
            f"{name} must be the JSON of a Firebase service account, or the path of the file that holds it."
        )
    return account


def vapid_key(name: str) -> str:
    """A private key of P-256: its 32 bytes in base64url."""
    given = env.str(name, default="").strip().rstrip("=")
    try:
        raw = urlsafe_b64decode(given + "=" * (-len(given) % 4))
    except ValueError:
        raw = b"?"
    if given and (len(raw) != VAPID_BYTES or not any(raw)):
        raise ImproperlyConfigured(f"{name} is no key; bin/manage make_vapid_key makes one.")
    return given


MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def mailer(address: str, *, developing: bool) -> dict:
    """Where mail goes. Without a server it is shown on the console to a developer, and to nobody in production."""
    if not address:
        shown = "django.core.mail.backends.console.EmailBackend"
        return {"BACKEND": shown if developing else "core.mail.NoServer"}
    parts = parted(address)
    if parts is None or parts.scheme not in MAIL_PORTS or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp+tls://user:password@mail.example.com:587.")
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or MAIL_PORTS[parts.scheme],
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_tls": parts.scheme == "smtp+tls",
            "use_ssl": parts.scheme == "smtps",
            "timeout": 10,
        },
    }


def twilio() -> dict[str, str]:
    """The account that sends SMS; all of it or nothing."""
    names = {"account_sid": "TWILIO_ACCOUNT_SID", "auth_token": "TWILIO_AUTH_TOKEN", "sender": "TWILIO_FROM"}
    values = {key: env.str(name, default="") for key, name in names.items()}
    if not any(values.values()):
        return {}
    for key, name in names.items():
        if not values[key]:
            raise ImproperlyConfigured(f"{name} is not set. SMS by Twilio need all of {', '.join(names.values())}.")
    return values


def broker_url(redis_url: str) -> str:
    """kombu says redis+socket:// where redis-py says unix://."""
    return redis_url.replace("unix://", "redis+socket://", 1)
