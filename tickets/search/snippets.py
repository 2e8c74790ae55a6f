"""The words around a hit, marked. Everything of the text passes `escape`."""

import re
import unicodedata
from functools import lru_cache
from html import escape

from django.utils.safestring import SafeString, mark_safe

BEFORE, LENGTH = 40, 160
# A stem is found in its word's other forms, but not in every longer word that begins like it.
LONGEST_ENDING = 5
LEXEME = re.compile(r"'((?:[^']|'')+)'")
UNWANTED = re.compile(r"!(?:\([^)]*\)|'(?:[^']|'')+')")


def stems(query: str) -> tuple[str, ...]:
    """Of a tsquery as text: 'refund' & !'lost' wants only 'refund'."""
    return tuple(found[1].replace("''", "'") for found in LEXEME.finditer(UNWANTED.sub("", query)))


def marked(text: str, wanted: tuple[str, ...]) -> SafeString:
    """All of a short text, its hits marked."""
    return _marks(text, [found.span() for found in _finder(wanted)(text)])


def snippet(text: str, wanted: tuple[str, ...]) -> SafeString:
    """A line of the text around its first hit."""
    flat = " ".join(text.split())
    finder = _finder(wanted)
    first = next(finder(flat), None)
    start = _word_start(flat, max(0, first.start() - BEFORE)) if first and first.end() > LENGTH else 0
    piece = flat[start : start + LENGTH]
    shown = _marks(piece, [found.span() for found in finder(piece)])
    return mark_safe(("…" if start else "") + shown + ("…" if start + LENGTH < len(flat) else ""))  # noqa: S308 - escaped


def _marks(text: str, spans: list[tuple[int, int]]) -> SafeString:
    parts, at = [], 0
    for start, end in spans:
        parts += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return mark_safe("".join([*parts, escape(text[at:])]))  # noqa: S308 - every piece is escaped


def _word_start(text: str, near: int) -> int:
    return text.find(" ", near) + 1 if near and " " in text[near : near + BEFORE] else near


@lru_cache(maxsize=256)
def _finder(wanted: tuple[str, ...]):
    """Finds the words of these stems whatever their accents, capitals and endings."""
    if not wanted:
        return lambda text: iter(())
    either = "|".join(_pattern(stem) for stem in sorted(set(wanted), key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{either})", re.IGNORECASE)
    return pattern.finditer


def _pattern(stem: str) -> str:
    letters = [_letter(letter) for letter in stem]
    if stem.endswith("i"):
        # An English stem ends so where its word ends in -y: "countri".
        letters[-1] = "[iy]"
    return rf"{''.join(letters)}\w{{0,{LONGEST_ENDING}}}(?!\w)"


@lru_cache(maxsize=1024)
def _letter(letter: str) -> str:
    """The letter with all its accents: what was taken off for the index is seen in the text."""
    others = ACCENTED.get(letter, "")
    return f"[{re.escape(letter)}{others}]" if others else re.escape(letter)


def _accented() -> dict[str, str]:
    found: dict[str, str] = {"е": "ё"}
    for code in (*range(0xC0, 0x180), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base != chr(code) and base.islower():
            found[base] = found.get(base, "") + chr(code)
    return found


ACCENTED = _accented()
