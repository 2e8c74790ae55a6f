"""Words and files are taken out of a conversation for good: the form that asks once more, and what comes of it."""

from django.db import transaction
from django.shortcuts import render

from tickets.mending_forms import BlackoutForm
from tickets.refusals import Refused
from tickets.views.scoping import message_for, ticket_for
from tickets.views.showing import readable


def edit(request, number, message):
    ticket = ticket_for(request, number)
    found = message_for(ticket, message)
    return _form(request, ticket, found, BlackoutForm(message=found, initial={"words": _last_words(found)}))


def create(request, number, message):
    ticket = ticket_for(request, number)
    found = message_for(ticket, message)
    form = BlackoutForm(request.POST, message=found)
    if not form.is_valid():
        return _form(request, ticket, found, form, status=422)
    try:
        _redact(ticket, found, **form.cleaned_data, by=request.user)
    except Refused as refused:
        form.add_error("words", refused.sentence)
        return _form(request, ticket, found, form, status=422)
    [changed] = readable(ticket.messages.filter(pk=found.pk))
    return render(request, "tickets/ticket.html#message", {"message": changed})


@transaction.atomic
def _redact(ticket, message, *, words: str, attachments: list[str], by) -> None:
    for key in attachments:
        ticket.redact_file(message, key, by=by)
    if words:
        ticket.redact_words(message, words, by=by)


def _last_words(message) -> str:
    """Of a removed message colleagues still read what it said; that can go as well."""
    if not message.redacted_at:
        return message.text
    return message.revisions.order_by("-pk").values_list("text", flat=True).first() or ""


def _form(request, ticket, message, form, status=200):
    context = {"ticket": ticket, "message": message, "form": form}
    return render(request, "tickets/mending.html#blackout", context, status=status)
