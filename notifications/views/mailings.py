"""Mailings: the list, the draft with what it would say, and what came of it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications import drafting
from notifications.mailing_forms import MailingForm
from notifications.mailing_reports import report
from notifications.models import Mailing, Segment
from notifications.views.scoping import for_marketers, mailing_for, sure

LISTED = 100
# Where a draft leads once it is saved, by the button that was pressed.
THEN = {"trial": "mailings:trial", "run": "mailings:run"}


@for_marketers
def index(request):
    rows = Mailing.objects.select_related("segment", "category")[:LISTED]
    return render(request, "notifications/mailings/index.html", {"section": "mailings", "mailings": rows})


@for_marketers
def new(request):
    return _page(request, MailingForm())


@for_marketers
def create(request):
    form = MailingForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    mailing = Mailing.objects.create(created_by=request.user, **form.values)
    messages.success(request, _("The draft is kept. Try it on yourself, then start it."))
    return redirect("mailings:mailing", mailing.pk)


@for_marketers
def show(request, pk):
    mailing = mailing_for(pk)
    if mailing.is_draft:
        return _page(request, MailingForm(mailing=mailing), mailing)
    return render(request, "notifications/mailings/mailing.html", _told(mailing))


@for_marketers
def update(request, pk):
    mailing = mailing_for(pk)
    form = MailingForm(request.POST, mailing=mailing)
    seen = request.POST.get("seen", "")
    if not form.is_valid():
        return _page(request, form, mailing, status=HTTPStatus.UNPROCESSABLE_CONTENT, seen=seen)
    if not mailing.edit(seen=seen, **form.values):
        form.add_error(None, _refusal(mailing))
        return _page(request, form, mailing, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    messages.success(request, _("Saved."))
    return redirect(THEN.get(request.POST.get("then", ""), "mailings:mailing"), mailing.pk)


@for_marketers
def ask_discard(request, pk):
    mailing = mailing_for(pk)
    return sure(
        request,
        section="mailings",
        question=_("Delete the draft “%(name)s”?") % {"name": mailing.name},
        warning=_("What is written in it is lost. Nobody was told anything of it."),
        act=_("Delete the draft"),
        back=reverse("mailings:mailing", args=[pk]),
    )


@for_marketers
def discard(request, pk):
    """A draft; what has gone to customers stays on record."""
    if not mailing_for(pk).discard():
        raise Http404
    messages.success(request, _("The draft is gone."))
    return redirect("mailings:mailings")


@for_marketers
def progress(request, pk):
    return render(request, "notifications/mailings/mailing.html#standing", _told(mailing_for(pk)))


@for_marketers
def words(request):
    """The fields of another category; what was typed under the same names stays."""
    return render(request, "notifications/mailings/draft.html#words", {"form": MailingForm(request.POST)})


@for_marketers
def preview(request):
    form = MailingForm(request.POST)
    form.is_valid()
    return render(request, "notifications/mailings/draft.html#preview", _preview(form.cleaned_data))


def _preview(values: dict) -> dict:
    """Of whatever is filled in so far."""
    cards = drafting.cards(values.get("category"), values.get("values") or {}, values.get("channels") or [])
    segment: Segment | None = values.get("segment")
    if segment is None:
        return {"cards": cards}
    people = segment.customers
    reach = drafting.reach(people)
    cost = drafting.cost(people, cards)
    return {
        "cards": cards,
        "count": people.count(),
        "reach": reach,
        "cost": cost,
        "examples": drafting.examples(people),
    }


def _refusal(mailing: Mailing) -> str:
    if mailing.is_draft:
        return _(
            "A colleague has changed this draft meanwhile. What you wrote stands here: saved again, it replaces theirs."
        )
    return _("It has been started meanwhile: what is under way is not changed any more.")


def _told(mailing: Mailing) -> dict:
    cards = drafting.cards(mailing.category, mailing.values, mailing.channels)
    return {"section": "mailings", "mailing": mailing, "report": report(mailing), "cards": cards}


def _page(request, form: MailingForm, mailing: Mailing | None = None, status=HTTPStatus.OK, seen=""):
    values = form.cleaned_data if form.is_bound else _kept(mailing)
    context = {
        "section": "mailings",
        "form": form,
        "mailing": mailing,
        "seen": seen or (mailing and mailing.fingerprint),
    }
    context |= _preview(values)
    return render(request, "notifications/mailings/draft.html", context, status=status)


def _kept(mailing: Mailing | None) -> dict:
    names = ("category", "segment", "channels", "values")
    return {name: getattr(mailing, name) for name in names} if mailing else {}
