from django.http import HttpResponse

from chat import limits, payloads
from chat.doors import for_visitor
from chat.looking import look_at
from chat.views.scoping import conversation_for


@for_visitor
def create(request, public_id=None):
    """The page the visitor is on, in a conversation or before there is one."""
    limits.spend(limits.MARKS, request.visitor.pk)
    page = payloads.read(request, **payloads.PAGE)
    look_at(request.visitor, conversation_for(request, public_id) if public_id else None, page)
    return HttpResponse(status=204)
