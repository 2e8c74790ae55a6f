from django.http import HttpResponse
from django.shortcuts import render

from tickets.mending_forms import ReactionForm
from tickets.refusals import Refused
from tickets.views.scoping import message_for, ticket_for
from tickets.views.showing import readable


def create(request, number, message):
    ticket = ticket_for(request, number)
    found = message_for(ticket, message)
    form = ReactionForm(request.POST)
    if not form.is_valid():
        return _sentence(form.sentence())
    try:
        ticket.react(found, form.cleaned_data["emoji"], on=form.cleaned_data["on"], by=request.user)
    except Refused as refused:
        return _sentence(refused.sentence)
    [changed] = readable(ticket.messages.filter(pk=found.pk))
    return render(request, "tickets/ticket.html#message", {"message": changed})


def _sentence(text: str) -> HttpResponse:
    return HttpResponse(text, status=422, content_type="text/plain; charset=utf-8")
