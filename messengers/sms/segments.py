"""How many SMS a text takes, which is what carriers bill."""

# 3GPP TS 23.038 section 6.2.1, the default alphabet and its extension; lengths by TS 23.040 section 9.2.3.24.1.
ALPHABET = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each is sent as an escape and a character.
EXTENSION = frozenset("\f^{}\\[~]|€")

SEPTETS, SEPTETS_OF_PART = 160, 153
UNITS, UNITS_OF_PART = 70, 67


def segments_of(text: str) -> int:
    """Parts of the message: 160 septets of GSM 7 bit or 70 UTF-16 units alone, 153 or 67 in each of several.

    No escape is parted from its character, and no surrogate from its pair. An empty text is one message all the same.
    """
    plain = is_gsm(text)
    sizes = [_septets(each) if plain else _units(each) for each in text]
    if sum(sizes) <= (SEPTETS if plain else UNITS):
        return 1
    return _parts(sizes, SEPTETS_OF_PART if plain else UNITS_OF_PART)


def is_gsm(text: str) -> bool:
    """Whether the cheap alphabet is enough: one letter outside it makes the whole text UCS-2."""
    return ALPHABET.issuperset(set(text) - EXTENSION)


def _parts(sizes: list[int], room: int) -> int:
    parts, left = 1, room
    for size in sizes:
        if size > left:
            parts, left = parts + 1, room
        left -= size
    return parts


def _septets(character: str) -> int:
    return 2 if character in EXTENSION else 1


def _units(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1
