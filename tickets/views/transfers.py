from django.shortcuts import render

from tickets.forms import TransferForm
from tickets.views.scoping import ticket_for
from tickets.views.showing import after


def edit(request, number):
    ticket = ticket_for(request, number)
    return _form(request, ticket, TransferForm(ticket=ticket))


def create(request, number):
    ticket = ticket_for(request, number)
    form = TransferForm(request.POST, ticket=ticket)
    if not form.is_valid():
        return _form(request, ticket, form, status=422)
    return after(request, ticket, lambda: ticket.transfer(**form.cleaned_data, by=request.user))


def _form(request, ticket, form, status=200):
    return render(request, "tickets/acts.html#transfer", {"ticket": ticket, "form": form}, status=status)
