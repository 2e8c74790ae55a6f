"""What looks like a card number in places and is none: account numbers, identifiers, fractions, sums of files."""

import re

# ISO 13616: the country and how many letters and digits an account has there.
LENGTHS = {
    code[:2]: int(code[2:])
    for code in """
    AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18
    FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21
    MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SE24 SI19 SK24 SM27
    TL23 TN24 TR26 UA29 VA22 VG24 XK20
    """.split()  # noqa: SIM905 - reads better than a column of quotes
}
BEGINS = re.compile(r"(?<![^\W_])([A-Za-z]{2})\d\d(?=[\s-]?\w)")
# With a space between every four.
WIDEST = 45
UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
FRACTION = re.compile(r"\d[.,]")
HEX = re.compile(r"[a-f]{2}", re.IGNORECASE)


def is_none(text: str, start: int, end: int) -> bool:
    """Whether these digits belong to something else."""
    return _is_in_iban(text, start, end) or _is_in_uuid(text, start, end) or _is_in_sum(text, start, end)


def _is_in_iban(text: str, start: int, end: int) -> bool:
    nearby = BEGINS.finditer(text, max(0, start - WIDEST), end)
    return any(found.start() <= start and end <= _end(text, found) for found in nearby)


def _end(text: str, found: re.Match) -> int:
    left = LENGTHS.get(found[1].upper(), 0)
    for place in range(found.start(), min(len(text), found.start() + WIDEST) if left else 0):
        if text[place] == "-" or text[place].isspace():
            continue
        if not (text[place].isascii() and text[place].isalnum()):
            break
        left -= 1
        if not left:
            return place + 1
    return -1


def _is_in_uuid(text: str, start: int, end: int) -> bool:
    found = UUID.search(text, max(0, start - 28), end + 28)
    return found is not None and found.start() < end and start < found.end()


def _is_in_sum(text: str, start: int, end: int) -> bool:
    """The digits behind a point, or among the letters of a hexadecimal sum."""
    before, after = text[max(0, start - 2) : start], text[end : end + 1]
    is_fraction, is_hex = FRACTION.fullmatch(before) is not None, HEX.fullmatch(before[-1:] + after) is not None
    return text[start:end].isdecimal() and (is_fraction or is_hex)
