from functools import partial

from django.shortcuts import render
from django.utils import timezone

from tickets.canned_variables import fill
from tickets.suggesting import suggested
from tickets.views.scoping import ticket_for


def index(request, number):
    """What might answer the customer, filled in; an empty answer where nothing fits."""
    ticket = ticket_for(request, number)
    filled = partial(fill, ticket=ticket, by=request.user, now=timezone.now())
    found = suggested(ticket, by=request.user) if request.user.suggestions else []
    replies = [{"reply": reply, "filled": filled(reply.text, language=reply.language)} for reply in found]
    return render(request, "tickets/_composer_lists.html#suggested", {"replies": replies})


def turn_on(request):
    return _turned(request, on=True)


def turn_off(request):
    """For this operator, on every page, until he wants them again."""
    return _turned(request, on=False)


def _turned(request, *, on: bool):
    request.user.suggestions = on
    request.user.save(update_fields=["suggestions"])
    return render(request, "tickets/_composer_lists.html#turned", {"on": on})
