"""The three digits of a card's back, wherever they are called so, and what stands beside a card: its date and they."""

import re

from core.shielding.marks import Place

STEMS = ("cvv", "cvc", "cvn", "csc", "cid", "цвв", "цвс", "свв", "security code", "безопасности", "verification",
         "оборот", "обратн", "сзади", "the back", "three digits", "3 digits", "три цифры", "3 цифры")  # fmt: skip
CALLED = re.compile(
    r"""(?<!\w)(?:cvv2?|cvc2?|cvn2?|csc|cid|цвв|цвс|свв|security\ code
    |код\ (?:безопасности|с\ обратной\ стороны|(?:на|с)\ оборот[еа])
    |card\ verification\ (?:code|value|number)
    |(?:three|3|три)\ (?:digits|цифры)(?:\ (?:on\ the\ back|at\ the\ back|сзади|на\ обороте))?
    |(?:digits|цифры)\ (?:on\ the\ back|at\ the\ back|сзади|на\ обороте))
    (?:\W{1,3}(?:код|code|number|номер|is|was|это|такой|моей|карты|my|of|the|card)(?!\w)){0,4}[\s:=(–—-]{0,4}(\d{3,4})(?!\d)""",
    re.VERBOSE | re.IGNORECASE,
)
DATE = r"(?<!\d)(?:0?[1-9]|1[0-2])\s?[/.\\-]\s?(?:20)?\d\d(?!\d)"
BESIDE = r"""(?:valid|thru|until|till|expir\w{0,6}|exp|good|date|до|срок|действ\w{0,10}|годн?[еа]н?|дата
    |cvv2?|cvc2?|cvn|код|code|security|безопасности|and|и|with|с|the|is|это|на|обороте|back)(?!\w)"""
MONEY = r"(?!\s?(?:uah|usd|eur|rub|kzt|грн|руб|₽|₴|\$|€|%|[.,:]\d))"
AFTER = re.compile(
    rf"\W{{0,3}}(?:{BESIDE}\W{{0,3}}){{0,5}}({DATE}|(?<!\d)\d{{3,4}}(?!\d){MONEY})", re.VERBOSE | re.IGNORECASE
)
BEFORE = re.compile(rf"({DATE})\W{{1,3}}(?:\w{{1,10}}\W{{1,3}})?$", re.VERBOSE)
# A date, the three digits, and one more of either for good measure.
MOST = 3


def cvv_in(text: str, folded: str, cards: list[Place]) -> list[Place]:
    places = [found.span(1) for found in CALLED.finditer(text)] if any(stem in folded for stem in STEMS) else []
    for start, end in cards:
        places += _around(text, start, end)
    return places


def _around(text: str, start: int, end: int) -> list[Place]:
    places = []
    for _ in range(MOST):
        if not (found := AFTER.match(text, end)):
            break
        places.append(found.span(1))
        end = found.end()
    nearby = max(0, start - 24)
    if found := BEFORE.search(text[nearby:start]):
        places.append((nearby + found.start(1), nearby + found.end(1)))
    return places
