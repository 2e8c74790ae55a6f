"""Who is told what because something happened in a ticket; never of what one did oneself."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from core.events.kinds import live, on
from notifications.models import Notice
from notifications.models.notice import Kind
from notifications.notices.telling import settle, tell
from tickets.calling import colleagues_of
from tickets.events import (
    MessageAdded,
    TicketAssigned,
    TicketClosed,
    TicketGivenBack,
    TicketHandedOver,
    TicketMerged,
    TicketOpened,
    TicketReleased,
    TicketResolved,
    TicketTakenOver,
    TicketTransferred,
)
from tickets.models import Ticket


@on(MessageAdded, when=lambda event: event.called_ids)
def tell_who_is_called(event: MessageAdded, row) -> None:
    ticket = Ticket.objects.get(pk=event.ticket_id)
    called = User.objects.filter(pk__in=event.called_ids)
    # Who has seen the call before this ran need not be told of it.
    unseen = called.filter(mentions__message=event.message_id, mentions__seen_at=None)
    tell(_others(unseen, row), kind=Kind.MENTIONED, ticket=ticket, key=str(row.pk), at=row.happened_at)


@on(TicketAssigned, TicketGivenBack, TicketHandedOver)
def tell_who_was_given_it(event: TicketAssigned, row) -> None:
    ticket = _held(event.ticket_id)
    if ticket.assignee_id == event.assignee_id and ticket.is_living:
        receiver = User.objects.filter(pk=event.assignee_id)
        tell(_others(receiver, row), kind=Kind.ASSIGNED, ticket=ticket, key=str(row.pk), at=row.happened_at)


@on(TicketOpened, TicketTransferred, TicketReleased)
def tell_who_watches_the_queue(event, row) -> None:
    ticket = _held(event.ticket_id)
    if ticket.assignee_id is None and ticket.is_living:
        tell(_others(_watching(ticket), row), kind=Kind.QUEUE, ticket=ticket, key=str(row.pk), at=row.happened_at)


@live(TicketAssigned, TicketGivenBack, TicketHandedOver, TicketTakenOver)
def spare_the_others(event: TicketAssigned) -> None:
    """Somebody has it now. Were this lost, they would find that out by opening it."""
    about = Notice.objects.filter(ticket=event.ticket_id)
    theirs_no_more = Q(kind__in=(Kind.RISK, Kind.ASSIGNED)) & ~Q(user=event.assignee_id)
    settle(about.filter(Q(kind=Kind.QUEUE) | theirs_no_more))


@live(TicketResolved, TicketClosed, TicketMerged)
def spare_everybody(event) -> None:
    settle(Notice.objects.filter(ticket=event.ticket_id).exclude(kind=Kind.MENTIONED))


def tell_of_promises_at_risk(*, now=None, most: int = 100) -> None:
    """Whoever has the ticket, else who watches its queue; again only for another promise."""
    now = now or timezone.now()
    told = Notice.objects.filter(kind=Kind.RISK, ticket=OuterRef("pk"), created_at__gte=OuterRef("answer_risk_at"))
    waiting = Ticket.objects.living().awake().at_risk(now=now).filter(~Exists(told))
    for ticket in waiting.order_by("answer_risk_at")[:most]:
        whom = User.objects.filter(pk=ticket.assignee_id) if ticket.assignee_id else _watching(ticket)
        tell(whom, kind=Kind.RISK, ticket=ticket, key=f"{ticket.pk}:{ticket.answer_due_at:%Y%m%d%H%M%S%f}", at=now)


def _held(number: int) -> Ticket:
    """Races with whoever takes it: he either came before, or settles what is told here.

    While he is at it nobody waits for him, or all other events would: this one is tried again in a second.
    """
    return Ticket.objects.select_for_update(of=("self",), no_key=True, nowait=True).get(pk=number)


def _watching(ticket):
    members = User.objects.filter(notify_about=User.Notify.DEPARTMENTS, pk__in=colleagues_of(ticket).values("pk"))
    return members.filter(memberships__department=ticket.department_id) if ticket.department_id else members


def _others(people, row):
    return people.exclude(pk=row.actor_id) if row.actor_kind == "agent" else people
