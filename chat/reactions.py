"""What the customer sees at once when a ticket changes. The agents' side stands in tickets/reactions.py."""

import uuid
from collections.abc import Sequence

from chat import saying  # noqa: F401 - its words register themselves
from chat.directory import directory
from chat.models import Conversation
from chat.serialising import bot_json, message_json
from chat.standing import standing_of
from chat.writing import at_hand
from core.events.kinds import live, on
from core.live import push_many
from tickets.events import (
    AskChanged,
    MessageAdded,
    MessageEdited,
    MessageMended,
    MessageReacted,
    MessageRedacted,
    PersonAsked,
    QuestionsAnswered,
    SessionCommented,
    SessionRated,
    SolvedSaid,
    TicketEvent,
    TicketMerged,
    TicketSeen,
    TicketSplit,
)
from tickets.models import Message, Ticket


@live(MessageAdded, together=True)
def show_the_messages(events: list[MessageAdded]) -> None:
    # The first lock; chat.serialising is the second.
    events = [event for event in events if event.public_version is not None]
    found = by_ticket(events)
    told = [(event, _message_of(event), conversation) for event in events for conversation in found[event.ticket_id]]
    # What happened changed the conversation as well, under the same number: one frame tells both.
    states = iter(standing_of([conversation for _, message, conversation in told if message.happening]))
    push_many(
        (group_of(event), message_frame(message, conversation) | ({"state": next(states)} if message.happening else {}))
        for event, message, conversation in told
    )


@live(MessageEdited, MessageRedacted, MessageReacted)
def show_the_change(event: MessageMended) -> None:
    """The whole message again: a widget puts it in the place of the one it has."""
    if event.public_version is None:
        return
    message = Message.objects.public().for_reading().get(pk=event.message_id)
    conversations = conversations_of(event)
    frames = [message_frame(message, conversation) for conversation in conversations]
    if isinstance(event, MessageRedacted):
        # The subject may have gone with the words.
        frames = with_states(frames, conversations)
    push_many((group_of(event), frame) for frame in frames)


@live(TicketSeen, PersonAsked, AskChanged, SolvedSaid, SessionRated, SessionCommented, QuestionsAnswered)
def show_the_state(event: TicketEvent) -> None:
    """Numbered by the event: what is read now may hold more already, whose own frame is still to come."""
    states = standing_of(conversations_of(event))
    told = {"type": "state", "version": event.public_version}
    push_many((group_of(event), {**told, "conversation": state}) for state in states)


@on(TicketMerged)
def lead_the_visitors_on(event: TicketMerged, row) -> None:
    """Whoever wrote there finds the answers where they are given now."""
    for conversation in Conversation.objects.filter(ticket=event.ticket_id).select_related("ticket__merged_into"):
        if conversation.ticket.leads_on:
            conversation.going_on()


@on(TicketSplit)
def open_the_new_one_to_its_visitors(event: TicketSplit, row) -> None:
    new = Ticket.objects.get(pk=event.new_id)
    for conversation in Conversation.objects.filter(ticket=event.ticket_id):
        conversation.beside(new, uuid.uuid5(conversation.public_id, f"ticket-{new.pk}"))


def conversations_of(event: TicketEvent) -> list[Conversation]:
    return by_ticket([event])[event.ticket_id]


def by_ticket(events: Sequence[TicketEvent]) -> dict[int, list[Conversation]]:
    """The conversations of these events' tickets, in one question if any."""
    found = {event.ticket_id: [known] if (known := at_hand(event.ticket_id)) else [] for event in events}
    if asked := [ticket for ticket, known in found.items() if not known]:
        for conversation in Conversation.objects.filter(ticket__in=asked).select_related("ticket", "visitor"):
            found[conversation.ticket_id].append(conversation)
    return found


def _message_of(event: MessageAdded) -> Message:
    return event.message or Message.objects.public().for_reading().get(pk=event.message_id)


def group_of(event: TicketEvent) -> str:
    return f"ticket.{event.ticket_id}.customer"


def with_states(frames: list[dict], conversations: list[Conversation]) -> list[dict]:
    return [{**frame, "state": state} for frame, state in zip(frames, standing_of(conversations), strict=True)]


def message_frame(message: Message, conversation: Conversation) -> dict:
    visitor = conversation.visitor
    return {
        "type": "message",
        "conversation": str(conversation.public_id),
        "version": message.public_version,
        "message": message_json(message, visitor_id=visitor.pk, bot=bot_json(directory.site(visitor.site_id))),
    }
