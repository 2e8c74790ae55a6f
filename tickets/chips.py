"""What narrows a list, in words: one chip for each, with the address of the list without it."""

from dataclasses import dataclass

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from accounts.models import Department, User
from tickets.filters import ME, NOBODY
from tickets.listing import Listing
from tickets.models import Tag, Ticket


@dataclass(frozen=True)
class Chip:
    name: str
    label: str
    without: str


def chips(listing: Listing) -> list[Chip]:
    filters = listing.filters
    return [
        Chip(name, label, listing.address(filters=filters.without(name, value)))
        for name, values in filters.items()
        for value, label in _labelled(name, values)
    ]


def _labelled(name: str, values: tuple[str, ...]):
    known = LABELS[name](values)
    return [(value, str(known.get(value, value))) for value in values]


def language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"]).capitalize()
    except KeyError:
        return code


def _named(model):
    return lambda values: {
        str(row.pk): str(row) for row in model.objects.filter(pk__in=[value for value in values if value.isdigit()])
    }


def _choices(choices):
    return lambda values: {str(value): label for value, label in choices.choices}


LABELS = {
    "status": _choices(Ticket.Status),
    "priority": lambda values: {
        str(value): _("Priority: %(name)s") % {"name": str(label).lower()} for value, label in Ticket.Priority.choices
    },
    "channel": _choices(Ticket.Channel),
    "mood": _choices(Ticket.Mood),
    "tag": lambda values: {pk: f"#{name}" for pk, name in _named(Tag)(values).items()},
    "assignee": lambda values: {ME: _("Mine"), NOBODY: _("Nobody has it")} | _named(User)(values),
    "department": lambda values: {NOBODY: _("No department")} | _named(Department)(values),
    "language": lambda values: {value: language_name(value) for value in values},
    "unread": lambda values: {"1": _("Unread")},
}
