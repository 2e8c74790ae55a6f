"""Chats handed to operators by themselves: who could have one, in what order, and one step of a department's line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import Presence, User
from accounts.models.presence import OFFLINE, Status
from accounts.models.user import UserQuerySet
from tickets.models import Routing, Seat, Session
from tickets.models.queueing import chats_of
from tickets.models.session import LIVE

# A freed place and somebody's coming have the head of the line looked at sooner; this is for all else.
LOOK_AGAIN, LOOK_MUCH_LATER = timedelta(seconds=15), timedelta(minutes=2)
HEADS = 20
NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Candidate:
    """One operator of a department, and what speaks for giving him the next chat, or against it."""

    user: User
    presence: str
    load: int
    capacity: int
    languages: tuple[str, ...]
    given_at: datetime

    @property
    def is_here(self) -> bool:
        return self.presence == Status.ONLINE

    @property
    def room(self) -> int:
        return max(self.capacity - self.load, 0) if self.is_here else 0

    def speaks(self, language: str) -> bool:
        """Who has not said which languages he speaks is asked in all of them; so is everybody where it is not known."""
        return not language or not self.languages or language in self.languages


def candidates(people: QuerySet, routing: Routing) -> list[Candidate]:
    """All of these people as they are at this moment."""
    now = timezone.now()
    chats = Session.objects.exclude(state=Session.State.CLOSED).filter(ticket__channel__in=LIVE)
    load = chats.filter(ticket__assignee=OuterRef("pk")).order_by().values("ticket__assignee").annotate(n=Count("pk"))
    rows = list(people.select_related("seat").annotate(load=Subquery(load.values("n"))))
    presences = Presence.objects.in_bulk([user.pk for user in rows])
    return [_candidate(user, presences.get(user.pk), routing, now) for user in rows]


def _candidate(user, presence: Presence | None, routing: Routing, now: datetime) -> Candidate:
    seat = getattr(user, "seat", None)
    return Candidate(
        user=user,
        presence=presence.at(now) if presence else OFFLINE,
        load=user.load or 0,
        capacity=(seat and seat.capacity) or routing.capacity,
        languages=tuple(seat.languages) if seat else (),
        given_at=(seat and seat.given_at) or NEVER,
    )


def ranked(found: Iterable[Candidate], routing: Routing, *, language: str = "", last: int | None = None) -> list:
    """Those who have room, the best first: the customer's last operator, who speaks his language, then by strategy."""

    def order(one: Candidate):
        busy = (one.load, one.given_at) if routing.strategy == Routing.Strategy.LEAST_BUSY else (one.given_at, one.load)
        return one.user.pk != last, not one.speaks(language), *busy, one.user.pk

    return sorted((one for one in found if one.room), key=order)


def answering(department_id: int) -> UserQuerySet:
    """Who may be handed a chat of this department: its operators and trainees; supervisors help where they choose."""
    return User.objects.operators().in_department(department_id).order_by("pk")


def serve(session: Session) -> None:
    """One look at one waiting chat, whose ticket is held: hand it out, send it on, or look again later."""
    ticket = session.ticket
    if ticket.assignee_id:
        # Handed to somebody already: it is his turn, not the line's.
        return _look_again(session, None)
    routing = Routing.of(session.queue_id)
    if ticket.status == "on_hold" or ticket.snoozed_until:
        return _look_again(session, LOOK_AGAIN)
    is_near = routing.is_push and not _is_far_back(session)
    if is_near and (agent := _chosen(session, routing)):
        return _hand(session, agent, routing)
    if _overflows(session, routing):
        ticket.overflow(routing.overflow_to)
        return None
    if not routing.is_push:
        return _look_again(session, LOOK_AGAIN if routing.has_overflow else None)
    return _look_again(session, LOOK_AGAIN if is_near and not session.passed_by else LOOK_MUCH_LATER)


def _hand(session: Session, agent: User, routing: Routing) -> None:
    """Who comes next is looked at at once: there may be more room."""
    session.ticket.offer(agent, within=timedelta(seconds=routing.accept_seconds))
    Session.objects.look_now([session.queue_id], heads=1)


def _is_far_back(session: Session) -> bool:
    """Behind so many nobody is served before those in front are, and each of them wakes the next."""
    return Session.objects.ahead_of(session).free()[:HEADS].count() == HEADS


def _held(routing: Routing) -> list[Candidate]:
    """Everybody online, their rows locked in one order: nobody is counted twice, neither by a sweep nor by a take."""
    online = answering(routing.pk).online().select_for_update(no_key=True, of=("self",))
    held = [user.pk for user in online]
    return candidates(User.objects.filter(pk__in=held), routing)


def _chosen(session: Session, routing: Routing) -> User | None:
    """Nobody overtakes: who waits longer has the first places, though his own look may come a moment later."""
    here = _held(routing)
    places = sum(one.room for one in here)
    if not places or Session.objects.ahead_of(session).free()[:places].count() >= places:
        return None
    language, last = session.ticket.customer.language, _last_operator(session, routing)
    best = ranked(here, routing, language=language, last=last)
    return next((one.user for one in best if one.user.pk not in session.passed_by), None)


def _last_operator(session: Session, routing: Routing) -> int | None:
    since = Now() - timedelta(hours=routing.sticky_hours)
    earlier = Session.objects.filter(ticket__customer=session.ticket.customer_id, joined_at__gt=since)
    return earlier.exclude(operator=None).order_by("-joined_at").values_list("operator_id", flat=True).first()


def _overflows(session: Session, routing: Routing) -> bool:
    if not routing.has_overflow or session.overflowed_at:
        return False
    patience = timedelta(minutes=routing.overflow_minutes)
    if Session.objects.filter(pk=session.pk, queued_at__lte=Now() - patience).exists():
        return True
    return routing.overflow_when_empty and not answering(routing.pk).online().exists()


def _look_again(session: Session, after: timedelta | None) -> None:
    """Who let it pass may be asked again then."""
    due = Now() + after if after else None
    Session.objects.filter(pk=session.pk).update(route_due_at=due, passed_by=[])


@dataclass(frozen=True)
class Load:
    """What one agent has in hand, of how many chats at once."""

    count: int
    capacity: int

    @property
    def is_full(self) -> bool:
        return self.count >= self.capacity

    @property
    def tenths(self) -> int:
        return min(round(10 * self.count / self.capacity), 10)


def load_of(agent) -> Load:
    """In several departments the most generous one counts, unless he has a number of his own."""
    own = Seat.objects.filter(pk=agent.pk).values_list("capacity", flat=True).first()
    shared = Routing.objects.filter(pk__in=agent.department_ids).aggregate(most=Max("capacity"))["most"]
    return Load(chats_of(agent.pk), own or shared or Routing(department_id=0).capacity)
