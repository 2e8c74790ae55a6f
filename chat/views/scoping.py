from chat.models import Conversation
from chat.refusals import Refusal
from chat.writing import find


def conversation_for(request, public_id) -> Conversation:
    """The visitor's own; everybody else's, and what never was, look the same."""
    conversation = find(request.visitor, public_id)
    if conversation is None:
        raise Refusal("not_found")
    return conversation
