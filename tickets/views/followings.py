from django.urls import reverse
from django.utils.translation import gettext as _

from tickets.forms import ActForm
from tickets.views.scoping import ticket_for
from tickets.views.showing import after
from tickets.views.undoing import Done


def create(request, number):
    ticket = ticket_for(request, number)
    done = Done(_("You follow this ticket: you hear of everything new in it."), _there(number), "delete")
    return after(request, ticket, lambda: ticket.follow(by=request.user), form=ActForm(request.POST), done=done)


def destroy(request, number):
    ticket = ticket_for(request, number)
    done = Done(_("You no longer follow this ticket."), _there(number))
    return after(request, ticket, lambda: ticket.unfollow(by=request.user), done=done)


def _there(number: int) -> str:
    return reverse("tickets:following", args=[number])
