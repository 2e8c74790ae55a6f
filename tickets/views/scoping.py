import uuid
from functools import wraps
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404

from tickets.listing import list_query
from tickets.models import Message, Ticket
from tickets.reading import ticket_seen


def ticket_for(request, number: int) -> Ticket:
    """The ticket, if this agent may see it; to anybody else it does not exist."""
    ticket = ticket_seen(by=request.user, number=number)
    if ticket is None:
        raise Http404
    return ticket


def supervised(request, number: int) -> Ticket:
    """The same for who watches over the work of others; to everybody else there is no such page."""
    if not request.user.has_perm("tickets.supervise"):
        raise Http404
    return ticket_for(request, number)


def list_asked(request) -> QueryDict:
    """Which list the agent came from: in the address, or in the address of the page that asks."""
    if "view" in request.GET:
        return request.GET
    try:
        return QueryDict(urlsplit(request.htmx.current_url or "").query)
    except ValueError:
        return QueryDict()


def list_address(request) -> str:
    """The same as the query of a link back to it: what the list itself would say, with nothing else of the address."""
    return list_query(list_asked(request))


def needs(permission: str):
    """A view for those with this right alone. That a page shows no button is no protection."""

    def guarded(view):
        @wraps(view)
        def answer(request, *args, **kwargs):
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return answer

    return guarded


def asked(request) -> str:
    """The letters somebody types to find something."""
    return request.GET.get("q", "").replace("\0", "").strip()[:100]


def identifier(request, name: str) -> uuid.UUID:
    """A sender's id in the address."""
    try:
        return uuid.UUID(request.GET.get(name, ""))
    except ValueError:
        raise Http404 from None


def message_for(ticket: Ticket, client_id) -> Message:
    """One of the ticket's messages, by its sender's id; what is done to it is done to this ticket."""
    return get_object_or_404(ticket.messages.select_related("author"), client_id=client_id)
