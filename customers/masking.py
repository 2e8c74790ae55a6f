"""Addresses as people write them, and as those see them who may not: recognised when heard, useless otherwise."""

import phonenumbers

DOT = "•"


def written(kind: str, value: str) -> str:
    """As people write it: +380 44 000 0001."""
    if kind == "phone":
        try:
            return phonenumbers.format_number(phonenumbers.parse(value), phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        except phonenumbers.NumberParseException:
            return value
    return value


def masked(kind: str, value: str) -> str:
    """+380 •• ••• ••01, d•••@d•••.test, @o•••. The length of what is hidden shows only in phone numbers."""
    return MASKS.get(kind, _word)(value)


def _phone(value: str) -> str:
    """All digits but the country's code and the last two."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException:
        return _word(value)
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    code = len(f"+{number.country_code}")
    body, end = written[code:-2], written[-2:]
    return written[:code] + "".join(DOT if sign.isdigit() else sign for sign in body) + end


def _email(value: str) -> str:
    mailbox, _, domain = value.rpartition("@")
    name, dot, top = domain.rpartition(".")
    return f"{_word(mailbox)}@{_word(name)}{dot}{top}"


def _word(value: str) -> str:
    seen = 2 if value.startswith("@") else 1
    return value[:seen] + DOT * 3


MASKS = {"phone": _phone, "email": _email, "whatsapp": lambda value: _word(value[:1])}
