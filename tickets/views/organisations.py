from django.shortcuts import render

from customers.models import Organisation
from tickets.people_forms import OrganisationForm
from tickets.views import side
from tickets.views.scoping import asked, ticket_for

FOUND = 8


def edit(request, number):
    """The dialog; with `q` only what its list has to say to these letters."""
    ticket = ticket_for(request, number)
    text = asked(request)
    found = Organisation.objects.filter(name__icontains=text)[:FOUND]
    context = side.base(request, ticket) | {"organisations": found, "text": text}
    context["is_new"] = bool(text) and not any(each.name.lower() == text.lower() for each in found)
    name = "organisations" if "q" in request.GET else "organisation"
    return render(request, f"tickets/customer_forms.html#{name}", context)


def update(request, number):
    ticket = ticket_for(request, number)
    form = OrganisationForm(request.POST)
    if not form.is_valid():
        context = side.base(request, ticket) | {"form": form, "organisations": Organisation.objects.all()[:FOUND]}
        return render(request, "tickets/customer_forms.html#organisation", context, status=422)
    ticket.customer.edit(organisation=form.chosen(by=request.user), by=request.user)
    return side.part(request, ticket, "organisation")
