"""The orders of a list, and keyset pages in them: the next rows are found by the key of the last one, so page one
thousand is as quick as the first."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# The year 10,000: what sleeps until the customer writes is due just before.
FURTHEST = 253_402_300_799 * 10**6
NUMBERS = ("pk", "priority")
NEWEST = ("-last_message_at", "-pk")


@dataclass(frozen=True)
class Segment:
    """A stretch of a list: the rows for which `where` holds, sorted by `fields`; each walked by an index of its own."""

    fields: tuple[str, ...]
    where: Q = field(default_factory=Q)
    # A row's own place in it says as much; saying it again would have the planner expect too few rows.
    is_said_by_place: bool = False

    def of(self, tickets: QuerySet, *, after: tuple | None = None) -> QuerySet:
        rows = tickets.order_by(*self.fields)
        if after is None:
            return rows.filter(self.where)
        return rows.filter(Q() if self.is_said_by_place else self.where, self._beyond(after))

    def key_of(self, ticket) -> tuple:
        return tuple(getattr(ticket, name.lstrip("-")) for name in self.fields)

    def _beyond(self, values: tuple) -> Q:
        """Behind the row with these values: from its first one on, but not those of the same that stand before it.

        Said so, and not as one OR, an index walks straight to the place and the planner expects what there is.
        """
        first, *rest = zip(self.fields, values, strict=True)
        *between, last = rest
        before = reduce(
            lambda later, pair: _before(*pair) | (_same(*pair) & later), between[::-1], _before(*last) | _same(*last)
        )
        return _from(*first) & ~(_same(*first) & before)


@dataclass(frozen=True)
class Order:
    key: str
    title: str | Promise
    segments: tuple[Segment, ...]

    def page(self, tickets: QuerySet, *, after: "Place | None", wanted: int) -> tuple[list, "Place | None"]:
        """The rows after a place, and the place to go on from when there are more."""
        found: list[tuple[int, Any]] = []
        for number, segment in enumerate(self.segments):
            if after and number < after.segment:
                continue
            rows = segment.of(tickets, after=after.values if after and number == after.segment else None)
            found += [(number, row) for row in rows[: wanted + 1 - len(found)]]
            if len(found) > wanted:
                break
        more = self._place_of(*found[wanted - 1]) if len(found) > wanted else None
        return [row for _number, row in found[:wanted]], more

    def place(self, text: str | None) -> "Place | None":
        """The place an address names, or None for what is no place: then the reader gets the first page."""
        number, *given = (text or "").split("-")
        if number not in {str(known) for known in range(len(self.segments))}:
            return None
        fields = self.segments[int(number)].fields
        values = [_read(name, part) for name, part in zip(fields, given, strict=False)]
        return Place(int(number), tuple(values)) if len(given) == len(fields) and None not in values else None

    def _place_of(self, number: int, ticket) -> "Place":
        return Place(number, self.segments[number].key_of(ticket))


@dataclass(frozen=True)
class Place:
    """A row's place in an order, as it stands in an address: the segment, then the key; times in microseconds."""

    segment: int
    values: tuple

    def __str__(self) -> str:
        return "-".join(str(_written(value)) for value in (self.segment, *self.values))


def _first(name: str) -> tuple[Segment, Segment]:
    """By a time that not every ticket has; those without it follow, the newest first."""
    return (
        Segment((name, "-pk"), Q(**{f"{name}__isnull": False}), is_said_by_place=True),
        Segment(NEWEST, Q(**{f"{name}__isnull": True})),
    )


LATEST = Order("newest", _("Newest first"), (Segment(NEWEST),))
ORDERS = {
    order.key: order
    for order in (
        LATEST,
        Order("oldest", _("Longest waiting first"), _first("waiting_since")),
        Order(
            "priority",
            _("Highest priority first"),
            (
                Segment(("-priority", *NEWEST), Q(priority__gt=2)),
                Segment(NEWEST, Q(priority=2)),
                Segment(NEWEST, Q(priority__lt=2)),
            ),
        ),
        Order("due", _("Due first"), _first("answer_due_at")),
    )
}
# What snoozes is sorted by when it comes back; nobody needs that anywhere else.
WAKING = Order("waking", _("Next to come back first"), _first("snoozed_until"))


def _from(name: str, value) -> Q:
    return Q(**{f"{name.lstrip('-')}__{'lte' if name.startswith('-') else 'gte'}": value})


def _before(name: str, value) -> Q:
    return Q(**{f"{name.lstrip('-')}__{'gt' if name.startswith('-') else 'lt'}": value})


def _same(name: str, value) -> Q:
    return Q(**{name.lstrip("-"): value})


def _written(value) -> int:
    return (value - EPOCH) // timedelta(microseconds=1) if isinstance(value, datetime) else value


def _read(name: str, text: str):
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        return None
    if name.lstrip("-") in NUMBERS:
        return int(text) if int(text) < 2**62 and (name.endswith("pk") or int(text) < 100) else None
    return EPOCH + timedelta(microseconds=int(text)) if int(text) <= FURTHEST else None
