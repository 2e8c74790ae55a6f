import uuid

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tickets.acting_forms import MOST_MESSAGES, SplitForm
from tickets.merging import split, unsplit
from tickets.refusals import Refused
from tickets.views import showing
from tickets.views.scoping import identifier, message_for, ticket_for
from tickets.views.undoing import Done


def edit(request, number):
    """The messages from the one where it was asked; all of them are chosen."""
    ticket = ticket_for(request, number)
    form = SplitForm(initial={"request_id": uuid.uuid4()})
    seq = message_for(ticket, identifier(request, "from")).seq if "from" in request.GET else 1
    offered = _said(ticket, seq)
    return _form(request, ticket, form, offered, {each.client_id for each in offered})


def create(request, number):
    ticket = ticket_for(request, number)
    form = SplitForm(request.POST)
    if not form.is_valid():
        return _again(request, ticket, form)
    clean = form.cleaned_data
    try:
        new, _created = split(ticket, **clean, by=request.user)
    except Refused as refused:
        form.add_error(None, refused.sentence)
        return _again(request, ticket, form)
    undo = reverse("tickets:split", args=[new.pk])
    done = Done(_("A ticket of its own: #%(number)s.") % {"number": new.pk}, undo, "delete")
    return showing.opened(request, new, done=done, status=201)


def destroy(request, number):
    """Back into the ticket it was split off from."""
    ticket = ticket_for(request, number)
    return showing.after(request, ticket, lambda: unsplit(ticket, by=request.user))


def _again(request, ticket, form):
    chosen = set(form.cleaned_data.get("messages", ()))
    rows = ticket.messages.filter(client_id__in=chosen).order_by("seq")
    first = rows.values_list("seq", flat=True).first() or 1
    return _form(request, ticket, form, _said(ticket, first), chosen, status=422)


def _said(ticket, seq: int) -> list:
    rows = ticket.messages.filter(seq__gte=seq, happening="", redacted_at=None).select_related("author").order_by("seq")
    found = list(rows[:MOST_MESSAGES])
    for row in found:
        row.ticket = ticket
    return found


def _form(request, ticket, form, offered: list, chosen: set, status=200):
    rows = [(each, each.client_id in chosen) for each in offered]
    context = {"ticket": ticket, "form": form, "rows": rows}
    return render(request, "tickets/merging.html#split", context, status=status)
