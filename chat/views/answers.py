from chat import asking, limits, payloads
from chat.answers import Answer
from chat.doors import for_visitor
from chat.standing import standing_of
from chat.views.scoping import conversation_for


@for_visitor
def create(request, public_id):
    """What the customer answers to what he was asked last; the answer tells what is asked next."""
    limits.spend(limits.MARKS, request.visitor.pk)
    said = payloads.read(
        request, kind=payloads.string(20), session=payloads.optional(payloads.place), value=payloads.anything
    )
    conversation = conversation_for(request, public_id)
    asking.answer(conversation, **said, by=request.visitor.become_somebody())
    conversation.ticket.refresh_from_db()
    [standing] = standing_of([conversation])
    return Answer(standing)
