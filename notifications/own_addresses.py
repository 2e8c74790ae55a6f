"""Addresses that adverts lead to: a story or a page of ours, and nobody else's (R113)."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from chat.models import Site

LONGEST = 500


def own_address(text: str) -> str:
    """A path of the help centre, "/stories/spring", as an absolute address; one of our sites' as it is."""
    text = text.strip()
    if len(text) > LONGEST or any(sign in text for sign in "\\ \t\r\n\0") or not text.isprintable():
        raise _refused()
    if text.startswith("/") and not text.startswith("//"):
        return f"{settings.PUBLIC_URL}{text}"
    try:
        parts = urlsplit(text)
        origin = f"{parts.scheme}://{parts.netloc}"
    except ValueError:
        raise _refused() from None
    if parts.scheme not in ("http", "https") or origin not in _origins():
        raise _refused()
    return text


def _origins() -> set[str]:
    ours = {settings.PUBLIC_URL}
    return ours.union(*Site.objects.active().values_list("origins", flat=True))


def _refused() -> ValidationError:
    return ValidationError(
        _("Not an address of ours. Give a path, /stories/spring, or an address of one of our sites.")
    )
