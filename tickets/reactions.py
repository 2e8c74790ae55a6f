"""What agents see at once when a ticket changes. The customer's side stands in chat/reactions.py."""

from django.template.loader import render_to_string

from core.events.kinds import live
from core.live.publishing import push, push_many
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
    message = event.message or Message.objects.for_reading().get(pk=event.message_id)
    fragment = {
        "type": "fragment",
        "ticket": event.ticket_id,
        "version": event.version,
        "id": f"message-{message.client_id}",
        "html": render_to_string("tickets/ticket.html#message", {"message": message}),
    }
    push_many([(f"ticket.{event.ticket_id}.agents", fragment), queue_poke(event.department_id)])


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


@live(TicketOpened, TicketAssigned, TicketResolved, TicketClosed, TicketReopened, TicketHeld)
def refresh_the_queue(event: TicketEvent) -> None:
    push_many([queue_poke(Ticket.objects.values_list("department_id", flat=True).get(pk=event.ticket_id))])


@live(TicketTransferred)
def refresh_both_queues(event: TicketTransferred) -> None:
    push_many([queue_poke(event.from_department_id), queue_poke(event.department_id)])


def queue_poke(department_id: int | None) -> tuple[str, dict]:
    """The frame that has the desks of a department fetch their list again."""
    return (
        f"department.{department_id or 'none'}",
        {"type": "poke", "topic": "queue", "department": department_id},
    )
