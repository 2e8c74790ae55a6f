from django.shortcuts import render

from core.http import wants_part
from tickets.queues import Queues
from tickets.views import showing
from tickets.views.scoping import ticket_for


def show(request, number):
    """The whole page, or for a click in the list its two panes alone."""
    if wants_part(request):
        return render(request, "tickets/ticket.html#panes", _panes(request, number))
    desk = showing.desk(request, Queues(request.user))
    return render(request, "tickets/ticket.html", _panes(request, number) | desk)


def _panes(request, number) -> dict:
    ticket = ticket_for(request, number)
    return showing.header(request, ticket) | showing.conversation(ticket)
