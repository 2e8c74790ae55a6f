from tickets.forms import ActForm
from tickets.views.scoping import ticket_for
from tickets.views.showing import after


def create(request, number):
    ticket = ticket_for(request, number)
    return after(request, ticket, lambda: ticket.resolve(by=request.user), form=ActForm(request.POST))
