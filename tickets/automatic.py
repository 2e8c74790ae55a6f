"""The words that the rules of a chat say by themselves: the department's texts, else ours, filled in for one ticket.

Filling in puts values for names once and does nothing else: what stands in a text or in a value is never run, S-42.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import npgettext

from tickets.canned_variables import VARIABLE, values

MINUTE = timedelta(minutes=1)
# Each kind of text in our own words.
TEXTS = {
    "on_the_way": _("Thank you, {customer}! An operator is on the way. {promise}"),
    "closed": _("Thank you, {customer}! We are closed at this hour, and your message is with us. {promise}"),
    "greeting": _("{greeting}, {customer}! This is {operator}. I am looking at what you wrote."),
    "nudge": _("Thank you for waiting, {customer}. {promise}"),
    "warning": _("Are you still there? If we hear nothing from you, this chat ends in {minutes}."),
    "farewell": _("This chat has ended, {customer}. Write whenever you like: it goes on right here."),
}
MEANINGS = {
    "customer": _("how the customer wishes to be called"),
    "operator": _("the name of the operator who joined"),
    "department": _("the department’s name"),
    "promise": _("when an answer comes, by your opening hours"),
    "greeting": _("Good morning, by the customer’s clock"),
    "minutes": _("the time left before the chat ends"),
    "ticket": _("the number, such as #2041"),
}
# A name that nobody can fill in goes, with the comma or space before it.
PLACE = re.compile(r"(,?[^\S\n]*)" + VARIABLE.pattern)
_told: dict[str, Callable] = {}


def variable(name: str):
    """Register what an upper app knows of a ticket: a function of it and of now, called in the customer's language."""

    def register(tell):
        _told[name] = tell
        return tell

    return register


def words(kind: str, *, ticket, rules, operator, now: datetime) -> str:
    """The text of this kind for the customer of this ticket, in his language."""
    language = language_of(ticket.customer, rules)
    with translation.override(language):
        written = text(kind, rules, language)
        known = values(ticket, by=operator, now=now) | {"minutes": minutes(rules.end_after)}
        asked = {name.lower() for name in VARIABLE.findall(written)} & _told.keys()
        return filled(written, known | {name: _told[name](ticket, now) for name in asked})


def text(kind: str, rules, language: str) -> str:
    """As it was written, the names still in their braces."""
    with translation.override(language):
        return rules.texts.get(language, {}).get(kind) or str(TEXTS[kind])


def filled(written: str, known: dict[str, str]) -> str:
    def value(match: re.Match) -> str:
        found = known.get(match[2].lower(), "")
        return match[1] + found if found else ""

    return PLACE.sub(value, written).strip(" ,\n")


def unknown(written: str) -> list[str]:
    """Names in braces that nobody will ever fill in."""
    return [name for name in dict.fromkeys(VARIABLE.findall(written)) if name.lower() not in MEANINGS]


def language_of(customer, rules) -> str:
    short = (customer.language or "")[:2]
    return short if short in dict(settings.LANGUAGES) else rules.language


def minutes(span: timedelta) -> str:
    count = max(1, round(span / MINUTE))
    return npgettext("how long until then", "%(count)d minute", "%(count)d minutes", count) % {"count": count}
