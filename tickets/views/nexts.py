from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tickets.forms import ActForm
from tickets.refusals import Refused
from tickets.taking import take_next
from tickets.views import showing


def create(request):
    """Take the longest waiting of one's departments, and open it."""
    form = ActForm(request.POST)
    if not form.is_valid():
        return _said(request, form.sentence(), status=422)
    try:
        ticket = take_next(by=request.user)
    except Refused as refused:
        return _said(request, refused.sentence, status=409)
    if ticket is None:
        return _said(request, _("Nobody waits in your queues."))
    context = showing.header(request, ticket) | showing.conversation(ticket)
    response = render(request, "tickets/ticket.html#panes", context)
    response["HX-Push-Url"] = reverse("tickets:ticket", args=[ticket.pk])
    return response


def _said(request, sentence, *, status: int = 200):
    """Whatever is open stays open."""
    response = render(request, "tickets/ticket.html#toast", {"sentence": sentence}, status=status)
    response["HX-Reswap"] = "none"
    return response
