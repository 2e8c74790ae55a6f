from django.shortcuts import render

from customers.masking import masked
from tickets.people import find_customers
from tickets.views.scoping import asked


def index(request):
    """Customers that these letters may mean, as options of the form that takes a request down."""
    text = asked(request)
    found = [(customer, _known_by(customer, request.user)) for customer in find_customers(text, by=request.user)]
    return render(request, "tickets/_options.html#customers", {"customers": found, "text": text})


def _known_by(customer, agent) -> str:
    """The address that tells two people of one name apart."""
    identities = sorted(customer.identities.all(), key=lambda each: (each.kind == "widget", not each.is_verified))
    identity = next(iter(identities), None)
    if identity is None or identity.kind == "widget":
        return ""
    sees = agent.has_perm("customers.view_contacts")
    return identity.value if sees else masked(identity.kind, identity.value)
