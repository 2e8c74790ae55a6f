from django.http import HttpResponse
from django.shortcuts import render

from customers.models import Customer
from tickets.orders import LATEST
from tickets.people_forms import CustomerForm, PreferredChannelForm
from tickets.views import side
from tickets.views.scoping import ticket_for


def show(request, number):
    ticket = ticket_for(request, number)
    return render(request, "tickets/_customer.html#inside", side.panel(request, ticket))


def edit(request, number):
    ticket = ticket_for(request, number)
    customer = ticket.customer
    told = customer.preferred_name_source == Customer.NameSource.CUSTOMER
    known = {"name": customer.name, "preferred_name": customer.preferred_name, "told": told}
    return _form(request, ticket, CustomerForm(initial=known))


def update(request, number):
    ticket = ticket_for(request, number)
    form = CustomerForm(request.POST)
    if not form.is_valid():
        return _form(request, ticket, form, status=422)
    form.save(ticket.customer, by=request.user)
    return side.part(request, ticket, "card")


def prefer(request, number):
    """By which way the customer wishes to hear from us (R150)."""
    ticket = ticket_for(request, number)
    form = PreferredChannelForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.sentence(), status=422)
    ticket.customer.edit(preferred_channel=form.cleaned_data["channel"], by=request.user)
    return side.part(request, ticket, "card")


def tickets(request, number):
    """The customer's earlier tickets before a place in their list."""
    ticket = ticket_for(request, number)
    found = side.earlier(request, ticket, after=LATEST.place(request.GET.get("before")))
    return render(request, "tickets/_customer.html#earlier_rows", side.base(request, ticket) | found)


def _form(request, ticket, form, status=200):
    return render(request, "tickets/customer_forms.html#customer", {"ticket": ticket, "form": form}, status=status)
