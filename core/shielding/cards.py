"""Card numbers: 13 to 19 digits of a known range whose last one is right (Luhn), however they are spaced."""

import re
import unicodedata
from itertools import accumulate, pairwise

from core.shielding.lookalikes import is_none
from core.shielding.marks import DOT, Place

SHORTEST, LONGEST = 13, 19
# The lengths to try where several fit, the most usual first.
USUAL = (16, 15, 19, 18, 17, 14, 13)
LONGEST_PHONE = 15

# Between the digits of one number: a few marks, or a word that people say when they break it up.
MARK = r"(?:[^\w+$%#•€£₴₽]|_)"
SAID = """а|и|й|і|та|ну|and|then|next|after|затем|потом|потім|после|далее|дальше|далі|ещё|еще|плюс|plus|минус|мінус
|minus|dash|hyphen|тире|дефис|space|пробел|пробіл|dot|точка|slash|слэш|слеш""".replace("\n", "")
CHAIN = re.compile(rf"\d++(?:{MARK}{{1,8}}+(?:(?:{SAID}){MARK}{{1,3}}){{0,2}}\d++)*", re.IGNORECASE)
GROUP = re.compile(r"\d+")
GAPS = re.compile(r"\D+")

RANGES = re.compile(r"""
    4(?:\d{12}|\d{15}|\d{18})                                           # Visa
    |5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}      # Mastercard
    |3[47]\d{13}                                                        # American Express
    |3(?:0[0-5]|[689]\d)\d{11}|3(?:0[0-59]|[689]\d)\d{13,16}            # Diners Club
    |6(?:011|4[4-9]\d|5\d\d|2\d\d)\d{12,15}|81\d{14,17}                 # Discover, UnionPay
    |35(?:2[89]|[3-8]\d)\d{12,15}                                       # JCB
    |220[0-5]\d{12,15}                                                  # Mir, Borica
    |(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{9,15}                 # Maestro
    |(?:50|5[6-8]|6\d)\d{14,17}
    |(?:8600|9860|9804|9792|9704|3571)\d{12}|9704\d{15}                 # Uzcard, Humo, Prostir, Troy, Napas, LankaPay
""", re.VERBOSE)  # fmt: skip
# What a digit counts for, every second one from the end doubled.
VALUES = bytes(n - 48 if 48 <= n < 58 else 0 for n in range(256))
DOUBLED = bytes((2 * n - 9 if n > 4 else 2 * n) if n < 10 else 0 for n in range(256))


def cards_in(text: str) -> list[Place]:
    return [place for chain in CHAIN.finditer(text) if len(chain[0]) >= SHORTEST for place in _Chain(chain).cards()]


def masked(number: str) -> str:
    """The same number with its middle hidden: six digits say the bank, four let its owner know it again."""
    places = [place for place, letter in enumerate(number) if letter.isdecimal()]
    hidden = set(places[6:-4])
    return "".join(DOT if place in hidden else letter for place, letter in enumerate(number))


def is_card(digits: str) -> bool:
    return RANGES.fullmatch(digits) is not None and passes_luhn(digits)


def passes_luhn(digits: str) -> bool:
    values = digits.encode().translate(VALUES)
    return (sum(values[-1::-2]) + sum(values[-2::-2].translate(DOUBLED))) % 10 == 0


class _Chain:
    """Groups of digits that may belong to one number. Looking at a group is bounded by the longest number."""

    def __init__(self, chain: re.Match):
        self.text = chain.string
        self.groups = _joined([group.span() for group in GROUP.finditer(chain.string, *chain.span())])
        digits = GAPS.sub("", chain[0])
        self.digits = digits if digits.isascii() else "".join(str(unicodedata.decimal(digit)) for digit in digits)
        self.sizes = [_size(self.text, *group) for group in self.groups]
        self.offsets = [0, *accumulate(self.sizes)]
        self.is_phone = chain.string[chain.start() - 1 : chain.start()] == "+" and len(digits) <= LONGEST_PHONE

    def cards(self) -> list[Place]:
        found, first = [], 0
        while first < len(self.groups) and not self.is_phone:
            last = self._card_from(first)
            if last is not None:
                found.append((self.groups[first][0], self.groups[last][1]))
            first = first + 1 if last is None else last + 1
        return found

    def _card_from(self, first: int) -> int | None:
        """The last group of the card that begins with this one."""
        if self.sizes[first] < 3 and first:
            return None
        ends = {}
        for last in range(first, min(first + LONGEST, len(self.groups))):
            length = self.offsets[last + 1] - self.offsets[first]
            if length > LONGEST:
                break
            ends[length] = last
        return next((ends[length] for length in USUAL if length in ends and self._is_card(first, ends[length])), None)

    def _is_card(self, first: int, last: int) -> bool:
        digits = self.digits[self.offsets[first] : self.offsets[last + 1]]
        start, end = self.groups[first][0], self.groups[last][1]
        return is_card(digits) and self._is_grouped_like_one(first, last) and not is_none(self.text, start, end)

    def _is_grouped_like_one(self, first: int, last: int) -> bool:
        sizes = self.sizes[first : last + 1]
        if first == last or _is_even(sizes) or sizes in ([4, 6, 5], [4, 6, 4]):
            return True
        gaps = {self.text[a[1] : b[0]] for a, b in pairwise(self.groups[first : last + 1])}
        if last - first == len(self.groups) - 1:
            return min(sizes) >= 3 or len(gaps) == 1
        # Where more digits stand beside it, pieces of dates, prices and telephone numbers are no card.
        return min(sizes[:-1]) >= 4 and len(gaps) == 1


def _joined(groups: list[Place]) -> list[Place]:
    """A number said digit by digit is one group."""
    if len(groups) < SHORTEST:
        return groups
    joined: list[Place] = []
    run: list[Place] = []
    for start, end in [*groups, (0, 0)]:
        if end - start == 1:
            run.append((start, end))
            continue
        joined += [(run[0][0], run[-1][1])] if SHORTEST <= len(run) <= LONGEST else run
        run = []
        joined.append((start, end))
    return joined[:-1]


def _size(text: str, start: int, end: int) -> int:
    """How many digits; only a joined group has anything else in it."""
    return end - start if text[start:end].isdecimal() else len(GAPS.sub("", text[start:end]))


def _is_even(sizes: list[int]) -> bool:
    return sizes[0] >= 3 and len(set(sizes[:-1])) == 1 and sizes[-1] <= sizes[0]
