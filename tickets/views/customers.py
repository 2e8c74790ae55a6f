from django.shortcuts import render

from tickets.forms import CustomerForm
from tickets.views import showing
from tickets.views.scoping import ticket_for


def edit(request, number):
    ticket = ticket_for(request, number)
    return _form(request, ticket, CustomerForm(instance=ticket.customer))


def update(request, number):
    ticket = ticket_for(request, number)
    form = CustomerForm(request.POST, instance=ticket.customer)
    if not form.is_valid():
        ticket.customer.refresh_from_db()
        return _form(request, ticket, form, status=422)
    form.save()
    return render(request, "tickets/_customer.html#inside", showing.customer(request, ticket))


def show(request, number):
    ticket = ticket_for(request, number)
    return render(request, "tickets/_customer.html#inside", showing.customer(request, ticket))


def _form(request, ticket, form, status=200):
    return render(request, "tickets/acts.html#customer", {"ticket": ticket, "form": form}, status=status)
