from urllib.parse import parse_qs, urlsplit

from django.shortcuts import get_object_or_404

from tickets.models import Ticket


def ticket_for(request, number: int) -> Ticket:
    """The ticket, if this agent may see it; to anybody else it does not exist."""
    tickets = Ticket.objects.visible_to(request.user)
    return get_object_or_404(tickets.select_related("customer", "assignee"), pk=number)


def queue_key(request) -> str:
    """Which list the agent came from: in the address, or in the address of the page that asks."""
    if "view" in request.GET:
        return request.GET["view"]
    current = request.htmx.current_url or ""
    return parse_qs(urlsplit(current).query).get("view", [""])[0]
