from chat.models import Conversation
from chat.refusals import Refusal
from tickets.models import Ticket


def found(request, public_id) -> Conversation | None:
    """The visitor's conversation, its ticket not read yet: the verbs read it under their lock anyway."""
    visitor = request.visitor
    if visitor.asked_id is not None:
        conversation = Conversation(pk=visitor.asked_id, public_id=public_id, visitor=visitor)
        conversation.ticket = Ticket(pk=visitor.asked_ticket_id)
        return conversation
    return visitor.conversations().nearest(visitor, public_id) if visitor.verified else None


def conversation_for(request, public_id) -> Conversation:
    """The same, or 404: everybody else's, and what never was, look alike."""
    conversation = found(request, public_id)
    if conversation is None:
        raise Refusal("not_found")
    return conversation
