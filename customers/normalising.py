"""One spelling for each address, so that two spellings of it are never two people."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

LONGEST = 320


def normalised(kind: str, value: str) -> str:
    """The value as it is stored: e-mail in lower case, phone as E.164 (+380440000001), others trimmed."""
    value = value.strip()
    if not value or len(value) > LONGEST or "\x00" in value:
        raise ValidationError(
            _("An identity needs a value of up to %(longest)s characters."), params={"longest": LONGEST}
        )
    return NORMALISERS.get(kind, str)(value)


def _email(value: str) -> str:
    validate_email(value)
    return value.lower()


def _phone(value: str) -> str:
    """International form only: guessing a country would give one person's number to another."""
    try:
        number = phonenumbers.parse(value)
    except phonenumbers.NumberParseException as error:
        raise _not_a_phone(value) from error
    if not is_dialable(number):
        raise _not_a_phone(value)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_dialable(number: phonenumbers.PhoneNumber) -> bool:
    """From abroad: what only reaches somebody within its town is too short. Test numbers belong to nobody and count."""
    return phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE


def _not_a_phone(value: str) -> ValidationError:
    return ValidationError(
        _("“%(value)s” is not a phone number. Write it with + and the country code."), params={"value": value}
    )


NORMALISERS = {"email": _email, "phone": _phone}
