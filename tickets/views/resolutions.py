from django.utils.translation import gettext as _

from tickets.forms import ActForm
from tickets.views.scoping import ticket_for
from tickets.views.showing import after
from tickets.views.undoing import ended


def create(request, number):
    ticket = ticket_for(request, number)
    done = ended(ticket, _("Resolved."))
    return after(request, ticket, lambda: ticket.resolve(by=request.user), form=ActForm(request.POST), done=done)
