from django.shortcuts import render

from tickets.forms import AssignForm
from tickets.views.scoping import ticket_for
from tickets.views.showing import after


def edit(request, number):
    ticket = ticket_for(request, number)
    return _form(request, ticket, AssignForm(ticket=ticket, by=request.user))


def create(request, number):
    ticket = ticket_for(request, number)
    form = AssignForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return _form(request, ticket, form, status=422)
    return after(request, ticket, lambda: ticket.assign(form.cleaned_data["agent"], by=request.user))


def _form(request, ticket, form, status=200):
    return render(request, "tickets/acts.html#assign", {"ticket": ticket, "form": form}, status=status)
