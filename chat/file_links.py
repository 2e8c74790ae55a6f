"""Addresses of files for what cannot send a token along, as an <img> cannot: signed, short-lived, for one visitor."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

LIFE_SECONDS = 15 * 60
SALT = "chat.file"


@dataclass(frozen=True)
class Link:
    key: str
    visitor_id: int
    thumbnail: bool


def file_link(attachment, *, visitor_id: int, thumbnail: bool = False) -> str:
    signed = signing.dumps([attachment.key, visitor_id, int(thumbnail)], salt=SALT)
    return reverse("chat:file", args=[signed])


def opened(signed: str) -> Link | None:
    """What a link was made for; None when it is too old or not ours."""
    try:
        key, visitor_id, thumbnail = signing.loads(signed, salt=SALT, max_age=LIFE_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Link(key, visitor_id, bool(thumbnail))
