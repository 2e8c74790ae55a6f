"""Whether an SMS may go to a number, and what it would cost."""

from dataclasses import dataclass
from decimal import Decimal

import phonenumbers
from phonenumbers import PhoneNumberType

from customers.normalising import is_dialable
from messengers.models import SmsCountry
from messengers.models.money import price_shown
from messengers.sms.segments import segments_of

# Numbers that earn from being called or written to: what pumping lives on (S-68).
EARNING = {PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN}


@dataclass(frozen=True, kw_only=True)
class Quote:
    """`refusal` is a word of notifications.reasons."""

    segments: int
    country: str = ""
    price: Decimal = Decimal(0)
    refusal: str = ""


def quote(number: str, text: str) -> Quote:
    """For a number as +380441234567."""
    segments = segments_of(text)
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return Quote(segments=segments, refusal="impossible_number")
    country = country_of(parsed)
    if not country or not is_dialable(parsed):
        return Quote(segments=segments, refusal="impossible_number")
    if phonenumbers.number_type(parsed) in EARNING:
        return Quote(segments=segments, country=country, refusal="earning_number")
    allowed = SmsCountry.objects.filter(code=country, is_allowed=True).first()
    if not allowed:
        return Quote(segments=segments, country=country, refusal="country_not_allowed")
    return Quote(segments=segments, country=country, price=allowed.price * segments)


def span(segments: int) -> tuple[Decimal, Decimal] | None:
    """What so many parts cost in the cheapest and in the dearest of the countries that are allowed."""
    prices = list(SmsCountry.objects.filter(is_allowed=True).values_list("price", flat=True))
    return (price_shown(min(prices) * segments), price_shown(max(prices) * segments)) if prices else None


def country_of(parsed: phonenumbers.PhoneNumber) -> str:
    """The country of the number itself; of one not given out, that of its code, if only one country has it."""
    found = phonenumbers.region_code_for_number(parsed)
    alone = phonenumbers.region_codes_for_country_code(parsed.country_code or 0)
    return found or (alone[0] if len(alone) == 1 else "")
