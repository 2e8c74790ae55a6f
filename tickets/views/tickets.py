from django.shortcuts import render

from tickets.queues import Queues
from tickets.views import showing
from tickets.views.scoping import ticket_for


def show(request, number):
    """The whole page, or for a click in the list its two panes alone."""
    ticket = ticket_for(request, number)
    context = showing.header(request, ticket) | showing.conversation(ticket) | showing.customer(request, ticket)
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "tickets/ticket.html#panes", context)
    return render(request, "tickets/ticket.html", context | showing.desk(request, Queues(request.user)))
