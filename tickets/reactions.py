"""What agents see at once when a ticket changes. The customer's side stands in chat/reactions.py."""

from django.template.loader import render_to_string

from core.events.kinds import live
from core.live.publishing import push
from tickets.events import (
    MessageAdded,
    PageVisited,
    TicketAssigned,
    TicketClosed,
    TicketEvent,
    TicketHeld,
    TicketOpened,
    TicketReopened,
    TicketResolved,
    TicketSeen,
    TicketTransferred,
)
from tickets.models import Message, Ticket


@live(MessageAdded)
def show_the_message(event: MessageAdded) -> None:
    message = Message.objects.for_reading().get(pk=event.message_id)
    push(
        f"ticket.{event.ticket_id}.agents",
        {
            "type": "fragment",
            "ticket": event.ticket_id,
            "version": event.version,
            "id": f"message-{message.client_id}",
            "html": render_to_string("tickets/ticket.html#message", {"message": message}),
        },
    )


@live(
    TicketOpened,
    TicketAssigned,
    TicketTransferred,
    TicketHeld,
    TicketResolved,
    TicketClosed,
    TicketReopened,
    TicketSeen,
    PageVisited,
)
def refresh_the_header(event: TicketEvent) -> None:
    push(
        f"ticket.{event.ticket_id}.agents",
        {"type": "poke", "topic": "ticket", "ticket": event.ticket_id, "version": event.version},
    )


@live(MessageAdded, TicketOpened, TicketAssigned, TicketResolved, TicketClosed, TicketReopened, TicketHeld)
def refresh_the_queue(event: TicketEvent) -> None:
    department_id = Ticket.objects.values_list("department_id", flat=True).get(pk=event.ticket_id)
    poke_queue(department_id)


@live(TicketTransferred)
def refresh_both_queues(event: TicketTransferred) -> None:
    poke_queue(event.from_department_id)
    poke_queue(event.department_id)


def poke_queue(department_id: int | None) -> None:
    push(f"department.{department_id or 'none'}", {"type": "poke", "topic": "queue", "department": department_id})
