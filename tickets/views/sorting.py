"""Subject and priority, from the ticket's header."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tickets.acting_forms import PriorityForm, RenameForm
from tickets.models import Ticket
from tickets.views.scoping import ticket_for
from tickets.views.showing import after
from tickets.views.undoing import Done


def edit_priority(request, number):
    return _priority(request, ticket_for(request, number), PriorityForm())


def set_priority(request, number):
    ticket = ticket_for(request, number)
    form = PriorityForm(request.POST)
    if not form.is_valid():
        return _priority(request, ticket, form, status=422)
    priority, there = form.cleaned_data["priority"], reverse("tickets:priority", args=[number])
    sentence = _("Priority: %(name)s.") % {"name": Ticket.Priority(priority).label}
    done = Done(sentence, there, given={"priority": ticket.priority})
    return after(request, ticket, lambda: ticket.set_priority(priority, by=request.user), done=done)


def edit_subject(request, number):
    ticket = ticket_for(request, number)
    return _subject(request, ticket, RenameForm(initial={"subject": ticket.subject}))


def rename(request, number):
    ticket = ticket_for(request, number)
    form = RenameForm(request.POST)
    if not form.is_valid():
        return _subject(request, ticket, form, status=422)
    there, former = reverse("tickets:subject", args=[number]), ticket.subject
    done = Done(_("Renamed."), there if former else "", given={"subject": former})
    return after(request, ticket, lambda: ticket.rename(form.cleaned_data["subject"], by=request.user), done=done)


def _priority(request, ticket, form, status=200):
    context = {"ticket": ticket, "form": form, "priorities": reversed(Ticket.Priority.choices)}
    return render(request, "tickets/acts.html#priority", context, status=status)


def _subject(request, ticket, form, status=200):
    return render(request, "tickets/acts.html#rename", {"ticket": ticket, "form": form}, status=status)
