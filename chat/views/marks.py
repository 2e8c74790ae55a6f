from django.http import HttpResponse

from chat import limits, payloads
from chat.doors import for_visitor
from chat.views.scoping import conversation_for


@for_visitor
def create(request, public_id):
    """How far this customer has received and read; it never goes back."""
    limits.spend(limits.MARKS, request.visitor.pk)
    marks = payloads.read(request, delivered=payloads.place, read=payloads.place)
    conversation = conversation_for(request, public_id)
    conversation.ticket.seen_by_customer(**marks, by=request.visitor.become_somebody())
    return HttpResponse(status=204)
