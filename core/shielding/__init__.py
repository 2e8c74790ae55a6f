"""What people should never have written to us: card numbers, passwords, one-time codes, keys.

It is hidden before anything is stored, logged, indexed or sent on. Every pattern is bounded: twice the text takes twice
the time, whatever stands in it."""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

from django.conf import settings

from core.shielding.cards import cards_in, masked
from core.shielding.codes import hide_codes
from core.shielding.cvv import cvv_in
from core.shielding.keys import hide_keys
from core.shielding.marks import DOT
from core.shielding.passwords import hide_passwords

__all__ = ["KINDS", "Shielded", "shielded", "shielded_value"]

# In the order in which they look: keys hold digits, and "one-time password 123456" is a code. The second text is the
# first in small letters, as it came: a hint of what is worth a look, and no more.
WORDS: dict[str, Callable[[str, str], str]] = {"key": hide_keys, "code": hide_codes, "password": hide_passwords}
KINDS = ("card", "cvv", *WORDS)


class Shielded(NamedTuple):
    text: str
    # What was hidden in it, in the order of KINDS.
    kinds: list[str]


def shielded(text: str, wanted: Collection[str] | None = None) -> Shielded:
    """The text without its secrets. It never grows, and what is shielded once is not changed by a second time.

    `wanted` are the kinds to hide; without it those of the house (SHIELD). A card keeps its first six and last four.
    """
    wanted = settings.SHIELD if wanted is None else wanted
    folded = text.lower()
    text, kinds = _without_cards(text, folded, wanted)
    for kind, hide in WORDS.items():
        if kind in wanted and (hidden := hide(text, folded)) != text:
            kinds.append(kind)
            text = hidden
    return Shielded(text, kinds)


def _without_cards(text: str, folded: str, wanted: Collection[str]) -> tuple[str, list[str]]:
    """Cards and what stands beside them, digit for digit, so that all places hold."""
    cards = cards_in(text) if "card" in wanted or "cvv" in wanted else []
    beside = cvv_in(text, folded, cards) if "cvv" in wanted else []
    kinds = [kind for kind, places in (("card", cards), ("cvv", beside)) if places and kind in wanted]
    if not kinds:
        return text, []
    letters = list(text)
    for start, end in cards if "card" in wanted else []:
        letters[start:end] = masked(text[start:end])
    for start, end in beside:
        letters[start:end] = DOT * (end - start)
    return "".join(letters), kinds


def shielded_value(value: Any) -> Any:
    """The same for what JSON holds; the names of things in it stay."""
    if isinstance(value, str):
        return shielded(value).text
    if isinstance(value, dict):
        return {key: shielded_value(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [shielded_value(each) for each in value]
    return value
