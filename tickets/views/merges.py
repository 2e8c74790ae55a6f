from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tickets.acting_forms import MergeForm
from tickets.merging import merge, part
from tickets.models import Ticket
from tickets.refusals import Refused
from tickets.search.palette import offered
from tickets.views import showing
from tickets.views.scoping import asked, ticket_for
from tickets.views.showing import after
from tickets.views.talks import excerpt
from tickets.views.undoing import Done

FOUND = 8


def edit(request, number):
    """Which ticket it goes on in, found first among the customer's own; then both, side by side."""
    ticket = ticket_for(request, number)
    if "q" in request.GET:
        context = {"tickets": _candidates(ticket, asked(request), by=request.user), "customer": ticket.customer}
        return render(request, "tickets/merging.html#options", context)
    form = MergeForm(request.GET)
    if "into" in request.GET and form.is_valid():
        return _preview(request, ticket, ticket_for(request, form.cleaned_data["into"]))
    return _choice(request, ticket, form.sentence() if "into" in request.GET else "")


def create(request, number):
    ticket = ticket_for(request, number)
    form = MergeForm(request.POST)
    if not form.is_valid():
        return _choice(request, ticket, form.sentence(), status=422)
    into = ticket_for(request, form.cleaned_data["into"])
    try:
        merge(ticket, into=into, by=request.user)
    except Refused as refused:
        return _preview(request, ticket, into, refused.sentence, status=422)
    done = Done(
        _("#%(number)s goes on here.") % {"number": ticket.pk}, reverse("tickets:merge", args=[number]), "delete"
    )
    return showing.opened(request, into, done=done)


def destroy(request, number):
    ticket = ticket_for(request, number)
    return after(request, ticket, lambda: part(ticket, by=request.user), done=Done(_("Both are as they were.")))


def _candidates(ticket: Ticket, text: str, *, by) -> list[Ticket]:
    """Living ones that this agent may see: without words the customer’s, else what the palette would find."""
    seen = Ticket.objects.visible_to(by).living().exclude(pk=ticket.pk).select_related("customer", "assignee")
    if not text:
        return list(seen.of(ticket.customer).latest_first()[:FOUND])
    offer = offered(by, text)
    of_people = [person.pk for person in offer.customers]
    found = seen.filter(Q(pk__in=[row.pk for row in offer.tickets]) | Q(customer__in=of_people))
    return sorted(found.latest_first()[:FOUND], key=lambda each: each.customer_id != ticket.customer_id)


def _choice(request, ticket, sentence: str = "", status=200):
    context = {"ticket": ticket, "sentence": sentence, "customer": ticket.customer}
    context["tickets"] = _candidates(ticket, "", by=request.user)
    return render(request, "tickets/merging.html#choice", context, status=status)


def _preview(request, ticket, into, sentence: str = "", status=200):
    may = ticket.customer_id == into.customer_id or request.user.has_perm("tickets.supervise")
    both = [excerpt(ticket), excerpt(into)]
    context = {"ticket": ticket, "into": into, "sentence": sentence, "both": both, "may": may}
    return render(request, "tickets/merging.html#preview", context, status=status)
