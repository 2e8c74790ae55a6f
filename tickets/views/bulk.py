from typing import Any, cast

from django.forms import ChoiceField
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tickets.bulk import Outcome, carry_out, take_back, undo_token
from tickets.listing_forms import FORMS, numbers
from tickets.refusals import Refused
from tickets.snoozes import choices

TITLES = {
    "assign": lambda: (_("Give to a colleague"), ""),
    "transfer": lambda: (_("Send to another department"), _("Send on")),
    "tag": lambda: (_("Put a tag on"), ""),
    "priority": lambda: (_("Set the priority"), ""),
    "snooze": lambda: (_("Snooze until"), _("Snooze")),
}
# Chosen with one press; the others need more than one answer.
OFFERED = {"assign": "agent", "tag": "tag", "priority": "priority"}


def ask(request):
    """What else must be known before it can be done: to whom, where to, until when."""
    name = request.GET.get("act")
    if name not in TITLES:
        return HttpResponse(status=404)
    return _form(request, name, FORMS[name](initial={"act": name}, by=request.user), numbers(request.GET))


def create(request):
    name = request.POST.get("act", "")
    if name not in FORMS:
        return HttpResponse(_("The desk does not know this act."), status=422, content_type="text/plain; charset=utf-8")
    form = FORMS[name](request.POST, by=request.user)
    if not form.is_valid():
        if name in TITLES:
            return _form(request, name, form, numbers(request.POST), status=422)
        return HttpResponse(form.sentence(), status=422, content_type="text/plain; charset=utf-8")
    outcome = carry_out(name, form.cleaned_data["tickets"], value=form.value, note=form.word, by=request.user)
    undo = undo_token(name, outcome, value=form.value, by=request.user)
    return _told(request, outcome, said(name, outcome), undo=undo)


def undo(request):
    try:
        outcome = take_back(request.POST.get("token", ""), by=request.user)
    except Refused as refused:
        return _told(request, Outcome(), str(refused.sentence))
    count = len(outcome.done)
    sentence = ngettext("%(count)s ticket is as it was", "%(count)s tickets are as they were", count) % {"count": count}
    return _told(request, outcome, sentence if count else _("Nothing was undone."))


def _form(request, name: str, form, tickets: list[int], status=200):
    title, act = TITLES[name]()
    context = {"form": form, "tickets": tickets, "act": name, "title": title, "button": act}
    if name in OFFERED:
        offers: Any = cast(ChoiceField, form.fields[OFFERED[name]]).choices
        context |= {"offered": OFFERED[name], "offers": [(str(value), label) for value, label in offers]}
    if name == "snooze":
        context["choices"] = choices(timezone.localtime())
    return render(request, "desk/bulk.html#ask", context, status=status)


def _told(request, outcome: Outcome, sentence: str, *, undo: str = ""):
    return render(request, "desk/bulk.html#outcome", {"outcome": outcome, "sentence": sentence, "undo": undo})


def said(name: str, outcome: Outcome) -> str:
    """What was done to how many, in a sentence; the rest are told by number and reason."""
    count = len(outcome.done)
    if not count:
        return _("Nothing was changed.") if outcome.refused else _("It was so already.")
    sentence = {
        "assign": ngettext("%(count)s ticket given", "%(count)s tickets given", count),
        "transfer": ngettext("%(count)s ticket sent on", "%(count)s tickets sent on", count),
        "tag": ngettext("%(count)s ticket tagged", "%(count)s tickets tagged", count),
        "untag": ngettext("%(count)s tag taken off", "%(count)s tags taken off", count),
        "priority": ngettext("Priority of %(count)s ticket set", "Priority of %(count)s tickets set", count),
        "snooze": ngettext("%(count)s ticket snoozed", "%(count)s tickets snoozed", count),
        "resolve": ngettext("%(count)s ticket resolved", "%(count)s tickets resolved", count),
        "close": ngettext("%(count)s ticket closed", "%(count)s tickets closed", count),
    }[name]
    return sentence % {"count": count}
