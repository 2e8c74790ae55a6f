from django.utils.translation import gettext as _

from tickets.forms import TakeForm
from tickets.views.scoping import ticket_for
from tickets.views.showing import after
from tickets.views.undoing import back_to


def create(request, number):
    """Take the ticket from whom the page showed as having it, mostly nobody."""
    ticket = ticket_for(request, number)
    form = TakeForm(request.POST)
    done = back_to(ticket, _("The ticket is yours."))

    def take():
        return ticket.take(by=request.user, seen_assignee_id=form.cleaned_data["seen_assignee"])

    return after(request, ticket, take, form=form, done=done)
