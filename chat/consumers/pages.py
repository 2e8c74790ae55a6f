"""Which page opens a socket, by the Origin header. Browsers set it, and pages cannot forge it."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host


def header(scope, name: bytes) -> str:
    """The only one of its name: two of them are an attempt at something."""
    values = [value for key, value in scope["headers"] if key.lower() == name]
    return values[0].decode("latin-1") if len(values) == 1 else ""


def is_ours(scope, origin: str) -> bool:
    """A page of this very server: exactly the address the socket was asked for, and one we answer to.

    No pattern decides, so `ALLOWED_HOSTS = ["*"]` lets no stranger in; a missing or "null" origin has no host at all.
    """
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    if parts.scheme not in _schemes() or origin != f"{parts.scheme}://{parts.netloc}":
        return False
    if origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    host, _port = split_domain_port(parts.netloc)
    return parts.netloc == header(scope, b"host").lower() and validate_host(host, settings.ALLOWED_HOSTS)


def _schemes() -> set[str]:
    """Where we are served by https, a page that says http was put there by somebody on the way."""
    return {"https"} if settings.SECURE else {"http", "https"}
