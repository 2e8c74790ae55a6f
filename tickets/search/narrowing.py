"""What narrows a search beside its words, read from the address: whatever makes no sense is passed over."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_date

from tickets.models import Ticket

ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
LIVING, OVER = "living", "over"


@dataclass(frozen=True)
class Narrowing:
    status: str = ""
    channel: str = ""
    department: str = ""
    assignee: str = ""
    customer: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> "Narrowing":
        return cls(**{name: value for name in CHECKS if CHECKS[name](value := given.get(name, ""))})

    def __bool__(self) -> bool:
        return bool(self.items())

    def items(self) -> dict[str, str]:
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def without(self, name: str) -> dict[str, str]:
        return {key: value for key, value in self.items().items() if key != name}

    def tickets(self, agent) -> QuerySet:
        """Those this agent may see, narrowed by columns of the ticket alone."""
        found = Ticket.objects.visible_to(agent)
        if self.status in (LIVING, OVER):
            found = found.living() if self.status == LIVING else found.over()
        elif self.status:
            found = found.filter(status=self.status)
        pairs = ("channel", "department", "assignee", "customer")
        return found.filter(**{name: getattr(self, name) for name in pairs if getattr(self, name)})

    def begins(self) -> datetime | None:
        day = parse_date(self.since) if self.since else None
        return _midnight(day) if day else None

    def ends(self) -> datetime | None:
        day = parse_date(self.until) if self.until else None
        return _midnight(day + timedelta(days=1)) if day and day < date.max else None


def condition(tickets: QuerySet) -> tuple[str, tuple]:
    """The queryset's own WHERE, for a statement written by hand: who sees what is said once, by `visible_to`."""
    try:
        sql, values = tickets.query.where.as_sql(tickets.query.get_compiler("default"), connection)
    except EmptyResultSet:
        return "FALSE", ()
    except FullResultSet:
        return "TRUE", ()
    return sql, tuple(values)


def _midnight(day: date) -> datetime:
    """In the reader's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _is_day(text: str) -> bool:
    try:
        return parse_date(text) is not None
    except ValueError:
        return False


CHECKS: dict[str, Callable] = {
    "status": {LIVING, OVER, *Ticket.Status.values}.__contains__,
    "channel": set(Ticket.Channel.values).__contains__,
    "department": ID.fullmatch,
    "assignee": ID.fullmatch,
    "customer": ID.fullmatch,
    "since": _is_day,
    "until": _is_day,
}
