"""What agents see at once when a ticket changes. The customer's side stands in chat/reactions.py."""

from django.template.loader import render_to_string

from accounts.models import User
from core.events.kinds import live
from core.live.publishing import push, push_many
from tickets import moods, telling, waking  # noqa: F401 - their handlers register themselves
from tickets.events import (
    FEEDBACK,
    AskChanged,
    CustomerAbsent,
    MessageAdded,
    MessageEdited,
    MessageMended,
    MessageReacted,
    MessageRedacted,
    MoodSet,
    OfferAccepted,
    OfferLapsed,
    PagesForgotten,
    PageVisited,
    PersonAsked,
    PrioritySet,
    SessionClosed,
    TicketAssigned,
    TicketClosed,
    TicketEscalated,
    TicketEvent,
    TicketFollowed,
    TicketGivenBack,
    TicketHandedOver,
    TicketHeld,
    TicketLetGo,
    TicketMerged,
    TicketOpened,
    TicketReleased,
    TicketRenamed,
    TicketReopened,
    TicketResolved,
    TicketSeen,
    TicketSnoozed,
    TicketSplit,
    TicketTagged,
    TicketTakenOver,
    TicketTookIn,
    TicketTransferred,
    TicketUnfollowed,
    TicketUnmerged,
    TicketUntagged,
    TicketWoken,
    ValuesSet,
    WhisperHeard,
)
from tickets.models import Message, Ticket

PARTING_AND_JOINING = (TicketMerged, TicketTookIn, TicketUnmerged, TicketLetGo, TicketSplit)
HANDED = (TicketTakenOver, TicketGivenBack, TicketHandedOver)


@live(MessageAdded, together=True)
def show_the_messages(events: list[MessageAdded]) -> None:
    known = [(event, event.message or Message.objects.for_reading().get(pk=event.message_id)) for event in events]
    departments = dict.fromkeys(event.department_id for event in events)
    push_many([*(fragment(event, message) for event, message in known), *map(queue_poke, departments)])


@live(MessageEdited, MessageRedacted, WhisperHeard)
def show_the_change(event: MessageMended) -> None:
    message = Message.objects.for_reading().get(pk=event.message_id)
    push_many([fragment(event, message), queue_poke(event.department_id)])


@live(MessageReacted)
def show_the_emoji(event: MessageReacted) -> None:
    push_many([fragment(event, Message.objects.for_reading().get(pk=event.message_id))])


@live(MessageAdded)
def call_the_mentioned(event: MessageAdded) -> None:
    """A hint to each desk of whoever is called; the rows say it again when the desk was closed."""
    call = {"type": "poke", "topic": "mention", "ticket": event.ticket_id}
    if event.called_ids:
        push_many((f"agent.{pk}", call) for pk in event.called_ids)


@live(
    TicketOpened,
    TicketAssigned,
    *HANDED,
    TicketTransferred,
    TicketHeld,
    TicketResolved,
    TicketClosed,
    TicketReopened,
    TicketSeen,
    AskChanged,
    PageVisited,
    PagesForgotten,
    TicketReleased,
    TicketTagged,
    TicketUntagged,
    PrioritySet,
    TicketRenamed,
    ValuesSet,
    TicketFollowed,
    TicketUnfollowed,
    TicketSnoozed,
    TicketWoken,
    MessageRedacted,
    SessionClosed,
    CustomerAbsent,
    OfferAccepted,
    OfferLapsed,
    PersonAsked,
    TicketEscalated,
    *FEEDBACK,
    MoodSet,
    *PARTING_AND_JOINING,
)
def refresh_the_header(event: TicketEvent) -> None:
    push(
        f"ticket.{event.ticket_id}.agents",
        {"type": "poke", "topic": "ticket", "ticket": event.ticket_id, "version": event.version},
    )


@live(
    TicketOpened,
    TicketAssigned,
    *HANDED,
    TicketReleased,
    TicketResolved,
    TicketClosed,
    TicketReopened,
    TicketHeld,
    TicketTagged,
    TicketUntagged,
    PrioritySet,
    TicketRenamed,
    TicketSnoozed,
    TicketWoken,
    OfferAccepted,
    OfferLapsed,
    TicketEscalated,
    MoodSet,
    *PARTING_AND_JOINING,
)
def refresh_the_queue(event: TicketEvent) -> None:
    push_many([queue_poke(Ticket.objects.values_list("department_id", flat=True).get(pk=event.ticket_id))])


@live(*HANDED)
def tell_who_had_it_and_who_has_it(event: TicketAssigned) -> None:
    """Wherever they are in the desk; whoever did it himself knows."""
    name = User.objects.get(pk=event.assignee_id).display_name
    frame = {"type": "poke", "topic": "handed", "ticket": event.ticket_id, "name": name}
    told = []
    if not isinstance(event, TicketGivenBack):
        told.append((event.from_id, "taken"))
    if not isinstance(event, TicketTakenOver):
        told.append((event.assignee_id, "given"))
    push_many((f"agent.{pk}", {**frame, "what": what}) for pk, what in told if pk)


@live(TicketTransferred)
def refresh_both_queues(event: TicketTransferred) -> None:
    push_many([queue_poke(event.from_department_id), queue_poke(event.department_id)])


def fragment(event: TicketEvent, message: Message) -> tuple[str, dict]:
    """The frame that has the open pages show this message: at its end, or in place of what it was before."""
    return (
        f"ticket.{event.ticket_id}.agents",
        {
            "type": "fragment",
            "ticket": event.ticket_id,
            "version": event.version,
            "id": f"message-{message.client_id}",
            "html": render_to_string("tickets/ticket.html#message", {"message": message}),
        },
    )


def queue_poke(department_id: int | None) -> tuple[str, dict]:
    """The frame that has the desks of a department fetch their list again."""
    return (
        f"department.{department_id or 'none'}",
        {"type": "poke", "topic": "queue", "department": department_id},
    )
