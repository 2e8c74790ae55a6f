"""A macro is run on the open ticket or on the chosen ones, and taken back."""

import uuid

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from automation.forms import PickedRunForm, RunForm, UndoForm
from automation.running import run, run_on, take_back, undo_token
from automation.steps import Running
from automation.views.scoping import usable
from tickets.bulk import Outcome
from tickets.listing_forms import numbers
from tickets.refusals import Refused
from tickets.views.scoping import ticket_for
from tickets.views.showing import after, refusal
from tickets.views.undoing import Done


def choose(request, number):
    ticket = ticket_for(request, number)
    return _form(request, ticket, RunForm(initial=_fresh(ticket), by=request.user))


def create(request, number):
    ticket = ticket_for(request, number)
    form = RunForm(request.POST, by=request.user)
    if not form.is_valid():
        return _form(request, ticket, form, status=422)
    clean = form.cleaned_data
    running = Running(request.user, clean["run_id"], clean["seen_seq"])
    try:
        done = run(clean["macro"], ticket, running=running)
    except Refused as refused:
        ticket.refresh_from_db()
        return refusal(request, ticket, refused.sentence, status=409)
    token = undo_token({ticket.pk: done}, by=request.user)
    undo = reverse("macros:undo") if token else ""
    said = Done(_("“%(name)s” is done.") % {"name": clean["macro"].name}, undo, given={"token": token})
    return after(request, ticket, lambda: True, done=said)


def choose_for_many(request):
    return _picked(request, numbers(request.GET), PickedRunForm(initial={"run_id": uuid.uuid4()}, by=request.user))


def create_for_many(request):
    form = PickedRunForm(request.POST, by=request.user)
    if not form.is_valid():
        return _picked(request, numbers(request.POST), form, status=422)
    clean = form.cleaned_data
    outcome = run_on(clean["macro"], clean["tickets"], running=Running(request.user, clean["run_id"]))
    count = len(outcome.done)
    sentence = ngettext("“%(name)s” is done on %(count)s ticket", "“%(name)s” is done on %(count)s tickets", count)
    said = sentence % {"name": clean["macro"].name, "count": count} if count else _("Nothing was changed.")
    return _told(request, outcome, said, undo=undo_token(outcome.former, by=request.user))


def undo(request):
    form = UndoForm(request.POST)
    if not form.is_valid():
        return _told(request, Outcome(), _("It is too late to undo this."))
    try:
        outcome = take_back(form.cleaned_data["token"], by=request.user)
    except Refused as refused:
        return _told(request, Outcome(), str(refused.sentence))
    count = len(outcome.done)
    sentence = ngettext(
        "%(count)s ticket is as it was; what was sent stays sent.",
        "%(count)s tickets are as they were; what was sent stays sent.",
        count,
    )
    return _told(request, outcome, sentence % {"count": count} if count else _("Nothing was undone."))


def _fresh(ticket) -> dict:
    return {"run_id": uuid.uuid4(), "seen_seq": ticket.last_seq}


def _form(request, ticket, form, status=200):
    context = {"ticket": ticket, "form": form, "macros": usable(request)}
    return render(request, "automation/run.html#choose", context, status=status)


def _picked(request, tickets: list[int], form, status=200):
    context = {"tickets": tickets, "form": form, "macros": usable(request)}
    return render(request, "automation/run.html#many", context, status=status)


def _told(request, outcome: Outcome, sentence: str, *, undo: str = ""):
    context = {"outcome": outcome, "sentence": sentence, "undo": undo, "undo_at": reverse("macros:undo")}
    return render(request, "desk/bulk.html#outcome", context)
