from django.utils.translation import gettext as _

from tickets.acting_forms import EscalateForm
from tickets.views.scoping import ticket_for
from tickets.views.showing import after
from tickets.views.transfers import destinations
from tickets.views.undoing import Done


def edit(request, number):
    ticket = ticket_for(request, number)
    return destinations(request, ticket, EscalateForm(ticket=ticket), part="escalate")


def create(request, number):
    ticket = ticket_for(request, number)
    form = EscalateForm(request.POST, ticket=ticket)
    if not form.is_valid():
        return destinations(request, ticket, form, part="escalate", status=422)
    return after(
        request, ticket, lambda: ticket.escalate(**form.escalation(), by=request.user), done=Done(_("Escalated."))
    )
