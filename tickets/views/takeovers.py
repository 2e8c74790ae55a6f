from django.urls import reverse
from django.utils.translation import gettext as _

from tickets.forms import ActForm
from tickets.views.scoping import supervised
from tickets.views.showing import after
from tickets.views.undoing import Done


def create(request, number):
    """The supervisor leads the conversation from now on."""
    ticket = supervised(request, number)
    undo = reverse("tickets:takeover", args=[ticket.pk]) if ticket.assignee_id else ""
    done = Done(_("You lead the conversation now."), undo, "delete")
    return after(request, ticket, lambda: ticket.take_over(by=request.user), form=ActForm(request.POST), done=done)


def destroy(request, number):
    """Back to whom it was taken over from."""
    ticket = supervised(request, number)
    done = Done(_("The conversation is given back."))
    return after(request, ticket, lambda: ticket.give_back(by=request.user), done=done)
