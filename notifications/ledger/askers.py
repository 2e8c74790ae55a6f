"""Who asked for a notification, as people call it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken
from notifications.models import Mailing

PLAIN = {"chat": _("the chat")}
# By what stands before the number in a source: whose number that is, and what it is called.
NUMBERED: dict[str, tuple[Any, Any]] = {
    "api": (ApiToken, _("the API token “%(name)s”")),
    "mailing": (Mailing, _("the mailing “%(name)s”")),
    "trial": (Mailing, _("a trial of the mailing “%(name)s”")),
    "bench": (None, _("test run #%(name)s")),
}


def asker(source: str) -> str:
    """One that nobody knows any more keeps its short name."""
    kind, _colon, number = source.partition(":")
    if kind not in NUMBERED or not number.isdecimal():
        return str(PLAIN.get(source, source))
    model, words = NUMBERED[kind]
    name = model.objects.filter(pk=number).values_list("name", flat=True).first() if model else number
    return words % {"name": name} if name else source
