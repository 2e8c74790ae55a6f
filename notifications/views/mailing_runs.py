"""Starting, holding and ending a mailing."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications import drafting
from notifications.views.scoping import for_marketers, mailing_for, sure


@for_marketers
def ask(request, pk):
    """The last look: to how many, by what, when, and at what price."""
    mailing = mailing_for(pk)
    if not mailing.is_draft:
        return redirect("mailings:mailing", pk)
    people = mailing.segment.customers
    cards = drafting.cards(mailing.category, mailing.values, mailing.channels)
    counted = {"count": people.count(), "reach": drafting.reach(people), "cost": drafting.cost(people, cards)}
    context = {"section": "mailings", "mailing": mailing, "cards": cards, **counted}
    return render(request, "notifications/mailings/run.html", context)


@for_marketers
def create(request, pk):
    mailing = mailing_for(pk)
    if mailing.schedule(by=request.user, seen=request.POST.get("seen", "")):
        messages.success(request, _("It is under way.") if not mailing.starts_at else _("It begins at its time."))
    elif mailing.is_draft:
        messages.error(request, _("It was changed meanwhile, so it has not been started. Look at it once more."))
        return redirect("mailings:run", pk)
    return redirect("mailings:mailing", pk)


@for_marketers
def pause(request, pk):
    return _done(request, pk, mailing_for(pk).pause(by=request.user), _("Held. Nothing more begins."))


@for_marketers
def resume(request, pk):
    return _done(request, pk, mailing_for(pk).resume(by=request.user), _("It goes on."))


@for_marketers
def ask_cancel(request, pk):
    mailing = mailing_for(pk)
    return sure(
        request,
        section="mailings",
        question=_("End “%(name)s” for good?") % {"name": mailing.name},
        warning=_("Whoever it has not reached is not told, and it cannot be taken up again. A pause can."),
        act=_("End it for good"),
        back=reverse("mailings:mailing", args=[pk]),
    )


@for_marketers
def cancel(request, pk):
    return _done(
        request, pk, mailing_for(pk).cancel(by=request.user), _("Ended. Whoever it has not reached is not told.")
    )


def _done(request, pk, done: bool, sentence: str):
    """A repeat changes nothing and says nothing."""
    if done:
        messages.success(request, sentence)
    return redirect("mailings:mailing", pk)
