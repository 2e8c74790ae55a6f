from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tickets.acting_forms import SnoozeForm
from tickets.snoozes import choices
from tickets.views.scoping import ticket_for
from tickets.views.showing import after
from tickets.views.undoing import Done


def edit(request, number):
    return _form(request, ticket_for(request, number), SnoozeForm())


def create(request, number):
    ticket = ticket_for(request, number)
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        return _form(request, ticket, form, status=422)
    done = Done(_("Snoozed."), reverse("tickets:snooze", args=[number]), "delete")
    return after(request, ticket, lambda: ticket.snooze(form.cleaned_data["until"], by=request.user), done=done)


def destroy(request, number):
    ticket = ticket_for(request, number)
    return after(request, ticket, lambda: ticket.wake_from_snooze(by=request.user))


def _form(request, ticket, form, status=200):
    context = {"ticket": ticket, "form": form, "choices": choices(timezone.localtime())}
    return render(request, "tickets/acts.html#snooze", context, status=status)
