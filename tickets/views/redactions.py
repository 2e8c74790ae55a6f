from django.shortcuts import render

from tickets.forms import ActForm
from tickets.refusals import Refused
from tickets.views.scoping import message_for, ticket_for
from tickets.views.showing import readable


def edit(request, number, message):
    """Asks once more: the customer loses it for good."""
    ticket = ticket_for(request, number)
    return _form(request, ticket, message_for(ticket, message))


def create(request, number, message):
    ticket = ticket_for(request, number)
    found = message_for(ticket, message)
    form = ActForm(request.POST)
    if not form.is_valid():
        return _form(request, ticket, found, form.sentence(), status=422)
    try:
        ticket.redact(found, by=request.user)
    except Refused as refused:
        return _form(request, ticket, found, refused.sentence, status=422)
    [changed] = readable(ticket.messages.filter(pk=found.pk))
    return render(request, "tickets/ticket.html#message", {"message": changed})


def _form(request, ticket, message, sentence="", status=200):
    context = {"ticket": ticket, "message": message, "sentence": sentence}
    return render(request, "tickets/mending.html#redact", context, status=status)
