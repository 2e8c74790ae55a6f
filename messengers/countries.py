"""Countries by their two letters (ISO 3166-1) and their names in the reader's language."""

from django.utils.translation import get_language
from phonenumbers import SUPPORTED_REGIONS
from phonenumbers.geodata.locale import LOCALE_DATA

HOUSE = "en"


def country_name(code: str) -> str:
    names = LOCALE_DATA.get(code, {})
    return _named(names, (get_language() or HOUSE)[:2]) or _named(names, HOUSE) or code


def countries() -> list[tuple[str, str]]:
    """Every country that has phone numbers, by its name."""
    return sorted(((code, country_name(code)) for code in SUPPORTED_REGIONS), key=lambda each: each[1])


def _named(names: dict[str, str], language: str) -> str:
    """A name that begins with * is that of another language."""
    name = names.get(language, "")
    return names.get(name[1:], "") if name.startswith("*") else name
