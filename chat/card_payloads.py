"""What a page may say of a thing that its customer asks about. What is wrong is told to whoever builds the page."""

import re
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from chat import payloads
from chat.refusals import Refusal
from tickets.models import card

KIND = re.compile(r"[a-z0-9_-]+")


def about(value) -> dict:
    return _part(value, CARD)


def _filled(longest: int) -> Callable:
    reader = payloads.string(longest)

    def read_filled(value) -> str:
        text = reader(value)
        if not text.strip():
            raise payloads.WrongValue(_("This is empty."))
        return text

    return read_filled


def _kind(value) -> str:
    text = _filled(card.TYPE)(value)
    if not KIND.fullmatch(text):
        raise payloads.WrongValue(_("Only small letters, digits, - and _ make a type."))
    return text


def _pairs(value) -> list[dict]:
    if not isinstance(value, list):
        raise payloads.WrongType
    if len(value) > card.FIELDS:
        raise payloads.WrongValue(_("At most %(most)s fields stand on a card.") % {"most": card.FIELDS})
    return [_part(pair, PAIR) for pair in value]


def _part(value, fields: dict[str, Callable]) -> dict:
    if not isinstance(value, dict):
        raise payloads.WrongType
    try:
        return payloads.checked(value, fields)
    except Refusal as refusal:
        raise payloads.WrongValue("; ".join(f"{name}: {said}" for name, said in refusal.fields.items())) from None


PAIR: dict[str, Callable] = {"label": _filled(card.LABEL), "value": payloads.string(card.VALUE)}
CARD: dict[str, Callable] = {
    "type": _kind,
    "id": _filled(card.ID),
    "title": _filled(card.TITLE),
    "fields": payloads.optional(_pairs),
    "url": payloads.optional(payloads.string(1000)),
    "signature": payloads.optional(payloads.string(32_000)),
}
