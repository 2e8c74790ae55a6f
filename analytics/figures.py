"""Each figure of the board as the tickets behind it: the number counts them, the link lists them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Exists, F, OuterRef
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.models import Event
from tickets.models import Message, Session, Ticket
from tickets.models.querying import MessageQuerySet, TicketQuerySet
from tickets.orders import LATEST, ORDERS, Order

OVER = ("ticket.resolved", "ticket.closed")


@dataclass(frozen=True)
class Moment:
    """Now, and when today began on the reader's clock."""

    now: datetime
    midnight: datetime

    @classmethod
    def of(cls, now: datetime) -> "Moment":
        return cls(now, timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0))


def in_session(tickets: TicketQuerySet, state: str) -> TicketQuerySet:
    sessions = Session.objects.filter(ticket=OuterRef("pk"), state=state)
    return tickets.living().filter(Exists(sessions))


def waiting(tickets: TicketQuerySet, at: Moment | None = None) -> TicketQuerySet:
    """Nobody has joined the customer, who waits."""
    return in_session(tickets, Session.State.QUEUED).awake().filter(waiting_since__isnull=False)


def talking(tickets: TicketQuerySet, at: Moment | None = None) -> TicketQuerySet:
    return in_session(tickets, Session.State.JOINED)


def at_risk(tickets: TicketQuerySet, at: Moment) -> TicketQuerySet:
    return waiting(tickets).filter(answer_risk_at__lte=at.now, answer_due_at__gt=at.now)


def late(tickets: TicketQuerySet, at: Moment) -> TicketQuerySet:
    return waiting(tickets).filter(answer_due_at__lte=at.now)


def opened(tickets: TicketQuerySet, at: Moment) -> TicketQuerySet:
    # The last message is no older than the ticket, and there is an index of it.
    return tickets.filter(last_message_at__gte=at.midnight, created_at__gte=at.midnight)


def solved(tickets: TicketQuerySet, at: Moment) -> TicketQuerySet:
    ends = Event.objects.filter(name__in=OVER, happened_at__gte=at.midnight)
    ids = ends.values_list(Cast(KeyTextTransform("ticket_id", "payload"), BigIntegerField()))
    return tickets.over().filter(pk__in=ids)


def answers(tickets: TicketQuerySet, at: Moment) -> MessageQuerySet:
    """What people wrote to customers today."""
    return _of_people(Message.objects.filter(created_at__gte=at.midnight)).filter(ticket__in=tickets)


def first_answers(tickets: TicketQuerySet, at: Moment) -> MessageQuerySet:
    """Today's first words of ours in a ticket, each with the time it took."""
    earlier = _of_people(Message.objects.filter(ticket=OuterRef("ticket"), seq__lt=OuterRef("seq")))
    found = answers(tickets, at).filter(~Exists(earlier))
    return found.annotate(took=F("created_at") - F("ticket__created_at"))


def answered(tickets: TicketQuerySet, at: Moment) -> TicketQuerySet:
    return tickets.filter(pk__in=first_answers(Ticket.objects.all(), at).values("ticket"))


def _of_people(messages: MessageQuerySet) -> MessageQuerySet:
    """Not what was said in an operator's name by itself."""
    return messages.public().by_hand().filter(author_kind="agent", happening="")


@dataclass(frozen=True)
class Figure:
    title: str | Promise
    icon: str
    tickets: Callable[[TicketQuerySet, Moment], TicketQuerySet]
    order: Order = LATEST
    orders: tuple[Order, ...] = (LATEST,)


LIVING = tuple(ORDERS.values())
FIGURES = {
    "waiting": Figure(_("Waiting now"), "clock", waiting, ORDERS["oldest"], LIVING),
    "risk": Figure(_("Promise at risk"), "clock", at_risk, ORDERS["due"], LIVING),
    "late": Figure(_("Promise broken"), "circle-alert", late, ORDERS["due"], LIVING),
    "talking": Figure(_("In conversation"), "message-circle", talking, LATEST, LIVING),
    "opened": Figure(_("New today"), "inbox", opened),
    "answered": Figure(_("First answered today"), "send", answered),
    "solved": Figure(_("Solved today"), "check", solved),
}
