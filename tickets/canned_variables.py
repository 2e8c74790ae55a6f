"""Names in braces that a canned reply is filled in with: "Hello {customer}, this is {operator}."."""

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

VARIABLE = re.compile(r"\{([^\W\d][\w ]{0,39})\}")
MEANINGS = {
    "greeting": gettext_lazy("Good morning, by the customer’s clock"),
    "customer": gettext_lazy("how the customer wishes to be called"),
    "operator": gettext_lazy("your name as customers see it"),
    "ticket": gettext_lazy("the number, such as #2041"),
    "department": gettext_lazy("the department’s name"),
    "time": gettext_lazy("the time now, by the customer’s clock"),
    "date": gettext_lazy("today’s date"),
}
MORNING, AFTERNOON, EVENING = 5, 12, 18
GREETINGS = {
    "morning": pgettext_lazy("to a customer", "Good morning"),
    "afternoon": pgettext_lazy("to a customer", "Good afternoon"),
    "evening": pgettext_lazy("to a customer", "Good evening"),
    "night": pgettext_lazy("to a customer", "Hello"),
}


@dataclass(frozen=True)
class Filled:
    """A canned reply as it would be sent; `blanks` are the names that nobody has filled in, still in their braces."""

    text: str
    blanks: list[str]


def fill(text: str, *, language: str, ticket, by, now: datetime) -> Filled:
    """`language` is the one the text is written in; "" means the customer's."""
    with translation.override(language or language_of(ticket.customer)):
        known = values(ticket, by=by, now=now)
    blanks: list[str] = []

    def value(match: re.Match) -> str:
        found = known.get(match[1].lower(), "")
        if not found:
            blanks.append(match[1])
        return found or match[0]

    return Filled(VARIABLE.sub(value, text), list(dict.fromkeys(blanks)))


def values(ticket, *, by, now: datetime) -> dict[str, str]:
    customer = ticket.customer
    there = now.astimezone(clock_of(customer))
    return {
        "greeting": greeting(there.hour),
        "customer": customer.preferred_name or customer.name,
        "operator": by.display_name if by else "",
        "ticket": f"#{ticket.pk}",
        "department": ticket.department.name if ticket.department else "",
        "time": f"{there:%H:%M}",
        "date": formats.date_format(there, pgettext("a date in a letter, in Django's letters", "j F")),
    }


def greeting(hour: int) -> str:
    if MORNING <= hour < AFTERNOON:
        return str(GREETINGS["morning"])
    if AFTERNOON <= hour < EVENING:
        return str(GREETINGS["afternoon"])
    return str(GREETINGS["evening"] if hour >= EVENING else GREETINGS["night"])


def clock_of(customer):
    """The customer's time zone where we know it, else the reader's."""
    return ZoneInfo(customer.time_zone) if customer.time_zone else timezone.get_current_timezone()


def language_of(customer) -> str:
    """The customer's language if we write it, else English."""
    short = (customer.language or "")[:2]
    return short if short in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def unknown(text: str) -> list[str]:
    """Names that no ticket will ever fill in: each sender is asked for them."""
    return [name for name in dict.fromkeys(VARIABLE.findall(text)) if name.lower() not in MEANINGS]
