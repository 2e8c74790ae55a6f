"""The live board: what happens now in each department, and what today has been. A fixed number of queries."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from accounts.models import Department
from analytics.answering import EVERYWHERE, FirstAnswers, Firsts, written
from analytics.figures import Moment, opened, solved, waiting
from analytics.people import Colleague, people
from analytics.ratings import Rating, ratings
from analytics.scope import NOWHERE, Scope
from tickets.models import Session, Ticket

MOST_WAITING = 8


@dataclass(frozen=True)
class Line:
    """One department, or all of them, in numbers. `place` is how the lists behind them are addressed."""

    place: str
    department: Department | None = None
    waiting: int = 0
    risk: int = 0
    late: int = 0
    since: datetime | None = None
    talking: int = 0
    opened: int = 0
    solved: int = 0
    first: Firsts | None = None
    rating: Rating | None = None

    @property
    def is_idle(self) -> bool:
        return not (self.waiting or self.talking or self.opened or self.solved)


@dataclass(frozen=True)
class Board:
    total: Line
    lines: list[Line]
    people: list[Colleague]
    waiting: list[Ticket]

    @property
    def here(self) -> list[Colleague]:
        return [one for one in self.people if one.is_here]

    @property
    def absent(self) -> list[Colleague]:
        return [one for one in self.people if not one.is_here]

    @property
    def answering(self) -> int:
        return sum(one.presence == "online" for one in self.people)

    @property
    def resting(self) -> int:
        return len(self.here) - self.answering


def board_of(scope: Scope, now: datetime) -> Board:
    at = Moment.of(now)
    talks = _talks(scope)
    lines = _lines(scope, at, talks)
    *departments, nowhere, total = lines
    colleagues = people(scope, at, talks=_by_operator(talks), wrote=written(scope, at))
    shown = departments if nowhere.is_idle or not departments else [*departments, nowhere]
    return Board(total, shown, colleagues, longest_waiting(scope))


def longest_waiting(scope: Scope) -> list[Ticket]:
    rows = waiting(scope.tickets).select_related("customer", "department", "assignee")
    return list(rows.order_by("waiting_since", "pk")[:MOST_WAITING])


def _lines(scope: Scope, at: Moment, talks: Counter) -> list[Line]:
    """Of every department, of what is in none, and of all."""
    asked = [(str(d.pk), d) for d in scope.departments] + [(NOWHERE, None)]
    waits, new, done = _waits(scope, at), _counted(opened(scope.tickets, at)), _counted(solved(scope.tickets, at))
    first, stars = FirstAnswers(scope, at), ratings(scope, at)
    led: Counter = Counter()
    for (_operator, department), count in talks.items():
        led[department] += count

    def line(place: str, department: Department | None) -> Line:
        pk = department.pk if department else None
        return Line(
            place,
            department,
            **waits.get(pk, {}),
            talking=led[pk],
            opened=new[pk],
            solved=done[pk],
            first=first.in_place(pk),
            rating=stars.in_place(pk),
        )

    lines = [line(place, department) for place, department in asked]
    return [*lines, _sum(lines, first=first.in_place(EVERYWHERE), rating=stars.in_place(EVERYWHERE))]


def _sum(lines: list[Line], **more) -> Line:
    sums = {name: sum(getattr(line, name) for line in lines) for name in SUMMED}
    since = min((line.since for line in lines if line.since), default=None)
    return Line(EVERYWHERE, since=since, **sums, **more)


SUMMED = ("waiting", "risk", "late", "talking", "opened", "solved")


def _waits(scope: Scope, at: Moment) -> dict[int | None, dict]:
    broken = Q(answer_due_at__lte=at.now)
    rows = (
        waiting(scope.tickets)
        .order_by()
        .values("department")
        .annotate(
            waiting=Count("pk"),
            risk=Count("pk", filter=Q(answer_risk_at__lte=at.now) & ~broken),
            late=Count("pk", filter=broken),
            since=Min("waiting_since"),
        )
    )
    return {row.pop("department"): row for row in rows}


def _counted(tickets) -> Counter:
    return Counter(dict(tickets.order_by().values_list("department").annotate(Count("pk"))))


def _talks(scope: Scope) -> Counter:
    """How many chats go on, by operator and department."""
    sessions = Session.objects.filter(state=Session.State.JOINED, ticket__in=scope.tickets.living())
    rows = sessions.order_by().values("operator", "ticket__department").annotate(n=Count("pk"))
    return Counter({(row["operator"], row["ticket__department"]): row["n"] for row in rows})


def _by_operator(talks: Counter) -> Counter:
    found: Counter = Counter()
    for (operator, _department), count in talks.items():
        found[operator] += count
    return found
