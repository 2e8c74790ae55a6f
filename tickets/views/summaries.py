from django.shortcuts import render
from django.utils.translation import gettext as _

from tickets.acting_forms import SummaryForm
from tickets.models import Feedback
from tickets.views.scoping import ticket_for
from tickets.views.showing import after
from tickets.views.undoing import Done


def edit(request, number):
    ticket = ticket_for(request, number)
    last = Feedback.objects.filter(session__ticket=ticket).order_by("-session").first()
    return _form(request, ticket, SummaryForm(initial={"text": last.summary if last else ""}))


def create(request, number):
    ticket = ticket_for(request, number)
    form = SummaryForm(request.POST)
    if not form.is_valid():
        return _form(request, ticket, form, status=422)
    text, done = form.cleaned_data["text"], Done(_("The summary is kept."))
    return after(request, ticket, lambda: ticket.summarise(text, by=request.user), done=done)


def _form(request, ticket, form, status=200):
    return render(request, "tickets/acts.html#summary", {"ticket": ticket, "form": form}, status=status)
