"""What an agent's browser speaks up about: chosen by the agent, never with a word of what was written."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from core.models import Event
from tickets.events import TicketAssigned, TicketGivenBack, TicketHandedOver
from tickets.models import Follower, Mention, Ticket

MOST = 20
COUNTED_TO = 100
# What was committed a little late bears an earlier time; the browser knows by its key what it has told already.
OVERLAP = timedelta(seconds=3)
# Whoever comes back from a break looks at the lists; nobody wants twenty notifications at once.
OLDEST = timedelta(minutes=2)
GIVEN = [kind.name for kind in (TicketAssigned, TicketGivenBack, TicketHandedOver)]
MICROSECOND = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class News:
    """One thing to tell: a new ticket, a customer's answer, a call by name, a ticket handed over."""

    kind: str
    ticket: Ticket
    at: datetime

    def as_json(self) -> dict:
        department = self.ticket.department
        return {
            # The same thing told twice has the same key.
            "key": f"{self.kind}-{self.ticket.pk}-{micros(self.at)}",
            "kind": self.kind,
            "ticket": self.ticket.pk,
            "name": self.ticket.customer.display_name,
            "department": department.name if department else "",
        }


def news_for(agent: User, *, after: datetime) -> list[News]:
    """What came after that moment, the oldest first; nothing for whoever chose to hear of nothing."""
    if agent.notify_about == User.Notify.NOTHING:
        return []
    # One line a ticket: being called says more than being given it, and that more than a customer's words.
    found = {one.ticket.pk: one for one in [*_written(agent, after), *_handed(agent, after), *_called(agent, after)]}
    return sorted(found.values(), key=lambda one: one.at)[-MOST:]


def unread_by(agent: User) -> int:
    """For the number on the tab: tickets in which somebody waits for this agent's eyes, counted to a hundred."""
    unread = _audience(agent, Ticket.objects.visible_to(agent).living().filter(unread_count__gt=0))
    called = Mention.objects.filter(user=agent, seen_at=None).values("ticket")
    return Ticket.objects.filter(Q(pk__in=unread.values("pk")) | Q(pk__in=called))[:COUNTED_TO].count()


def _audience(agent: User, tickets):
    followed = Exists(Follower.objects.filter(user=agent, ticket=OuterRef("pk")))
    theirs = Q(assignee=agent) | Q(followed)
    if agent.notify_about == User.Notify.DEPARTMENTS:
        theirs |= Q(department_id__in=agent.department_ids) | Q(department=None)
    return tickets.filter(theirs)


def _written(agent: User, after: datetime) -> list[News]:
    latest = Ticket.objects.visible_to(agent).living().filter(last_message_at__gt=after, unread_count__gt=0)
    tickets = _audience(agent, latest).select_related("customer", "department").order_by("-last_message_at")[:MOST]
    return [
        News(
            # What somebody has read already is not new, however young.
            "new"
            if ticket.created_at > after and ticket.agents_read_seq == 0 and ticket.unread_count == 1
            else "reply",
            ticket,
            ticket.last_message_at,
        )
        for ticket in tickets
    ]


def _called(agent: User, after: datetime) -> list[News]:
    mentions = Mention.objects.filter(user=agent, created_at__gt=after, seen_at=None)
    rows = mentions.select_related("ticket__customer", "ticket__department")[:MOST]
    return [News("mention", mention.ticket, mention.created_at) for mention in rows]


def _handed(agent: User, after: datetime) -> list[News]:
    """By somebody else: what one takes oneself is no news."""
    events = Event.objects.filter(name__in=GIVEN, happened_at__gt=after, payload__assignee_id=agent.pk)
    when = {event.payload["ticket_id"]: event.happened_at for event in events.exclude(actor_id=agent.pk)[:MOST]}
    tickets = (
        Ticket.objects.filter(pk__in=when, assignee=agent).select_related("customer", "department") if when else ()
    )
    return [News("assigned", ticket, when[ticket.pk]) for ticket in tickets]


def micros(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND


def moment_of(text: str | None, *, now: datetime) -> datetime:
    """Where the browser stopped listening; the beginning of now for what is no such place, or too long ago."""
    if not text or not (text.isascii() and text.isdigit()) or len(text) > 18:
        return now
    return min(max(EPOCH + int(text) * MICROSECOND, now - OLDEST), now)
