"""One operator's day: when he was there, what he took and wrote, how he was rated (R124)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import PresenceChange, User
from accounts.models.presence import OFFLINE
from analytics.answering import FirstAnswers, Firsts
from analytics.figures import Moment, answers
from analytics.lists import led_by
from analytics.ratings import Rating, ratings
from analytics.scope import Scope
from tickets.models import Session, Ticket

MOST = 50
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Stretch:
    """A time of one status; `left` and `width` are minutes of the day."""

    status: str
    began_at: datetime
    ended_at: datetime
    left: float
    width: float
    is_going_on: bool
    set_by: User | None = None

    @property
    def length(self) -> timedelta:
        return self.ended_at - self.began_at


@dataclass(frozen=True)
class Day:
    stretches: list[Stretch]
    taken: int
    leads: int
    answers: int
    first: Firsts | None
    rating: Rating | None
    tickets: list[Ticket]

    @property
    def lengths(self) -> list[tuple[str, timedelta]]:
        """How long he was what, without when he was not there."""
        sums: dict[str, timedelta] = defaultdict(timedelta)
        for stretch in self.stretches:
            sums[stretch.status] += stretch.length
        return [(status, sums[status]) for status in ("online", "busy", "away") if status in sums]


def day_of(person: User, scope: Scope, now: datetime) -> Day:
    at = Moment.of(now)
    wrote = answers(scope.tickets, at).filter(author=person)
    taken = Session.objects.filter(operator=person, joined_at__gte=at.midnight, ticket__in=scope.tickets)
    tickets = scope.tickets.filter(pk__in=wrote.values("ticket")).select_related("customer", "department")
    return Day(
        stretches=stretches(person, at),
        taken=taken.count(),
        leads=led_by(scope, person).count(),
        answers=wrote.count(),
        first=FirstAnswers(scope, at).by(person),
        rating=ratings(scope, at).by(person),
        tickets=list(tickets.latest_first()[:MOST]),
    )


def stretches(person: User, at: Moment) -> list[Stretch]:
    """From midnight until now; what nobody changed since yesterday goes on."""
    log = PresenceChange.objects.filter(user=person).select_related("set_by")
    before = log.filter(happened_at__lt=at.midnight).first()
    today = log.filter(happened_at__gte=at.midnight, happened_at__lte=at.now).order_by("happened_at", "pk")
    marks = [(at.midnight, before.status if before else OFFLINE, before.set_by if before else None)]
    marks += [(change.happened_at, change.status, change.set_by) for change in today]
    ends = [began for began, *_rest in marks[1:]] + [at.now]
    found = zip(marks, ends, strict=True)
    return [
        Stretch(
            status,
            began,
            ended,
            left=(began - at.midnight) / MINUTE,
            width=(ended - began) / MINUTE,
            is_going_on=ended == at.now,
            set_by=set_by,
        )
        for (began, status, set_by), ended in found
        if ended > began
    ]
