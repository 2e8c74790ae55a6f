"""Our key among push services (VAPID, RFC 8292): it signs what we send, and browsers subscribe to its public half."""

from base64 import urlsafe_b64encode
from email.utils import parseaddr
from functools import cache

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from py_vapid import Vapid


def vapid() -> Vapid:
    return _read(settings.VAPID_PRIVATE_KEY)


def public_key() -> str:
    """As `PushManager.subscribe` takes it; empty where none is set up."""
    if not settings.VAPID_PRIVATE_KEY:
        return ""
    point = vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return urlsafe_b64encode(point).decode().rstrip("=")


def subject() -> str:
    """Whom a push service writes to when something is wrong with us."""
    return f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}"


@cache
def _read(private: str) -> Vapid:
    return Vapid.from_string(private)
