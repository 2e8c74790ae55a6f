"""What narrows a list, read from the address of the page: untrusted, so whatever makes no sense is passed over."""

import re
from dataclasses import dataclass, fields

from django.db.models import Q, QuerySet
from django.utils.datastructures import MultiValueDict

from tickets.models import Ticket

MOST = 10
PICKED = {
    "status": set(Ticket.Status.values),
    "priority": {str(value) for value in Ticket.Priority.values},
    "channel": set(Ticket.Channel.values),
    "mood": set(Ticket.Mood.values),
}
ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,4})?", re.ASCII)
ME, NOBODY = "me", "none"


@dataclass(frozen=True)
class Filters:
    status: tuple[str, ...] = ()
    priority: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    mood: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()
    assignee: str = ""
    department: str = ""
    language: str = ""
    unread: str = ""

    @classmethod
    def read(cls, given: MultiValueDict) -> "Filters":
        return cls(
            **{name: _picked(given, name, known.__contains__) for name, known in PICKED.items()},
            tag=_picked(given, "tag", ID.fullmatch),
            assignee=_one(given, "assignee", lambda text: text in (ME, NOBODY) or ID.fullmatch(text)),
            department=_one(given, "department", lambda text: text == NOBODY or ID.fullmatch(text)),
            language=_one(given, "language", LANGUAGE.fullmatch),
            unread=_one(given, "unread", "1".__eq__),
        )

    def __bool__(self) -> bool:
        return any(values for _name, values in self.items())

    def items(self) -> list[tuple[str, tuple[str, ...]]]:
        """What is set, by name, each as the values of its place in an address."""
        found = [(field.name, getattr(self, field.name)) for field in fields(self)]
        return [(name, value if isinstance(value, tuple) else (value,)) for name, value in found if value]

    def without(self, name: str, value: str) -> "Filters":
        left = {key: [each for each in values if (key, each) != (name, value)] for key, values in self.items()}
        return Filters.read(MultiValueDict(left))

    def narrow(self, tickets: QuerySet, *, agent) -> QuerySet:
        for pk in self.tag:
            tickets = tickets.filter(tags=pk)
        return tickets.filter(*self._conditions(agent))

    def _conditions(self, agent):
        for name in PICKED:
            if values := getattr(self, name):
                yield Q(**{f"{name}__in": values})
        if self.assignee:
            yield Q(assignee={ME: agent.pk, NOBODY: None}.get(self.assignee, self.assignee))
        if self.department:
            yield Q(department=None if self.department == NOBODY else self.department)
        if self.language:
            yield Q(customer__language=self.language)
        if self.unread:
            yield Q(unread_count__gt=0)


def _picked(given: MultiValueDict, name: str, fits) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in given.getlist(name) if fits(value)))[:MOST]


def _one(given: MultiValueDict, name: str, fits) -> str:
    return next(iter(_picked(given, name, fits)), "")
