from chat import limits, payloads
from chat.answers import Answer
from chat.doors import for_visitor
from chat.standing import standing_of
from chat.views.scoping import conversation_for


@for_visitor
def create(request, public_id):
    """The customer ends the chat. A repeat is answered with the conversation as it is."""
    limits.spend(limits.MARKS, request.visitor.pk)
    payloads.read(request)
    conversation = conversation_for(request, public_id)
    conversation.ticket.leave(by=request.visitor.become_somebody())
    [standing] = standing_of([conversation])
    return Answer(standing)
