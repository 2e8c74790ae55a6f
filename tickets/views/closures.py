from django.utils.translation import gettext as _

from tickets.forms import ActForm
from tickets.views.scoping import ticket_for
from tickets.views.showing import after
from tickets.views.undoing import ended


def create(request, number):
    ticket = ticket_for(request, number)
    done = ended(ticket, _("Closed."))
    return after(request, ticket, lambda: ticket.close(by=request.user), form=ActForm(request.POST), done=done)


def destroy(request, number):
    ticket = ticket_for(request, number)
    return after(request, ticket, lambda: ticket.reopen(by=request.user))
