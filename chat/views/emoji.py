from chat import limits, payloads
from chat.answers import Answer
from chat.doors import for_visitor
from chat.refusals import Refusal
from chat.serialising import bot_json, message_json
from chat.views.scoping import conversation_for

LONGEST = 16


@for_visitor
def create(request, public_id):
    """The customer answers a message with a sign, or takes it back. The message comes back as it is now."""
    limits.spend(limits.MARKS, request.visitor.pk)
    asked = payloads.read(request, client_id=payloads.identifier, emoji=payloads.string(LONGEST), on=payloads.switch)
    ticket = conversation_for(request, public_id).ticket
    said = ticket.messages.public().filter(client_id=asked["client_id"], happening="").for_reading()
    message = said.first()
    if message is None:
        raise Refusal("not_found")
    ticket.react(message, asked["emoji"], on=asked["on"], by=request.visitor.become_somebody())
    return Answer(message_json(said.get(), visitor_id=request.visitor.pk, bot=bot_json(request.site)))
