from django.shortcuts import get_object_or_404, render

from customers.models import Identity, IdentityTaken
from tickets.forms import ActForm
from tickets.people_forms import IdentityForm
from tickets.views import side
from tickets.views.scoping import needs, ticket_for

CONTACTS = "customers.view_contacts"


@needs(CONTACTS)
def new(request, number):
    return _dialog(request, ticket_for(request, number), "identity", form=IdentityForm())


@needs(CONTACTS)
def create(request, number):
    ticket = ticket_for(request, number)
    form = IdentityForm(request.POST)
    if not form.is_valid():
        return _dialog(request, ticket, "identity", form=form, status=422)
    ticket.customer.identify(form.cleaned_data["kind"], form.cleaned_data["value"], by=request.user)
    return side.part(request, ticket, "identities")


@needs(CONTACTS)
def show(request, number, pk):
    """Asks before an identity is removed."""
    ticket, identity = _found(request, number, pk)
    return _dialog(request, ticket, "removal", identity=identity)


@needs(CONTACTS)
def destroy(request, number, pk):
    ticket, identity = _found(request, number, pk)
    identity.remove(by=request.user)
    return side.part(request, ticket, "identities")


@needs(CONTACTS)
def ask(request, number, pk):
    """Asks whether the operator has really checked whose it is."""
    ticket, identity = _found(request, number, pk)
    return _dialog(request, ticket, "verification", identity=identity, claimed=_claimed_by_others(identity))


@needs(CONTACTS)
def verify(request, number, pk):
    ticket, identity = _found(request, number, pk)
    form = ActForm(request.POST)
    if form.is_valid():
        try:
            identity.verify(how=Identity.How.AGENT, by=request.user)
        except IdentityTaken as taken:
            form.add_error(None, taken)
    if form.errors:
        return _dialog(request, ticket, "verification", identity=identity, form=form, status=422)
    return side.part(request, ticket, "identities")


def _found(request, number, pk):
    ticket = ticket_for(request, number)
    return ticket, get_object_or_404(ticket.customer.identities, pk=pk)


def _claimed_by_others(identity) -> int:
    return Identity.objects.claimed(identity.kind, identity.value).exclude(customer=identity.customer_id).count()


def _dialog(request, ticket, name, *, status=200, **context):
    context = side.base(request, ticket) | context
    return render(request, f"tickets/customer_forms.html#{name}", context, status=status)
