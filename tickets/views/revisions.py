from django.shortcuts import render

from tickets.auditing import redactions_of
from tickets.mending_forms import RevisionForm
from tickets.refusals import Refused
from tickets.views.scoping import message_for, ticket_for
from tickets.views.showing import readable


def index(request, number, message):
    """What the message said before, and who changed it; colleagues alone read this."""
    ticket = ticket_for(request, number)
    found = message_for(ticket, message)
    context = {
        "message": found,
        "former": list(found.revisions.select_related("by")),
        "redactions": redactions_of(found),
    }
    return render(request, "tickets/mending.html#history", context)


def new(request, number, message):
    ticket = ticket_for(request, number)
    found = message_for(ticket, message)
    return _form(request, ticket, found, RevisionForm(initial={"text": found.text}))


def create(request, number, message):
    ticket = ticket_for(request, number)
    found = message_for(ticket, message)
    form = RevisionForm(request.POST)
    if not form.is_valid():
        return _form(request, ticket, found, form, status=422)
    try:
        ticket.edit(found, form.cleaned_data["text"], by=request.user)
    except Refused as refused:
        form.add_error("text", refused.sentence)
        return _form(request, ticket, found, form, status=422)
    [changed] = readable(ticket.messages.filter(pk=found.pk))
    return render(request, "tickets/ticket.html#message", {"message": changed})


def _form(request, ticket, message, form, status=200):
    context = {"ticket": ticket, "message": message, "form": form}
    return render(request, "tickets/mending.html#edit", context, status=status)
