from chat import asking, limits, payloads
from chat.answers import Answer
from chat.doors import for_visitor
from chat.refusals import Refusal
from chat.standing import standing_of
from chat.views.scoping import conversation_for


@for_visitor
def create(request, public_id):
    """The customer answers what he is asked, or passes it over. The conversation comes back with what is asked next."""
    limits.spend(limits.MARKS, request.visitor.pk)
    said = payloads.read(
        request,
        kind=payloads.one_of([asker.KIND for asker in asking.ASKERS]),
        session=payloads.optional(payloads.place),
        value=payloads.anything,
    )
    conversation = conversation_for(request, public_id)
    by = request.visitor.become_somebody()
    try:
        asking.answer(conversation, said["kind"], session=said["session"], value=said["value"], by=by)
    except payloads.WrongType:
        raise Refusal("bad_request", fields={"value": payloads.WRONG_TYPE}) from None
    except payloads.WrongValue as wrong:
        raise Refusal("invalid", sentence=wrong.args[0], fields={"value": wrong.args[0]}) from None
    conversation.ticket.refresh_from_db()
    [standing] = standing_of([conversation])
    return Answer(standing)
