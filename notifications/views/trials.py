"""A mailing to oneself."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.limits import Limit
from notifications.mailing_forms import TrialForm
from notifications.plans import CHANNELS
from notifications.trials import try_out
from notifications.views.scoping import for_marketers, mailing_for

TRIALS = Limit("mailing.trial", "10/1h")


@for_marketers
def new(request, pk):
    initial = {"email": request.user.email, "language": request.user.language}
    return _page(request, pk, TrialForm(initial=initial))


@for_marketers
def create(request, pk):
    mailing, form = mailing_for(pk), TrialForm(request.POST)
    if form.is_valid() and TRIALS.hit(request.user.pk):
        form.add_error(None, _("Ten trials an hour are enough. Try again later."))
    if not form.is_valid():
        return _page(request, pk, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    values = {name: form.cleaned_data[name] for name in ("key", "language", "phone", "email", "device")}
    made = try_out(mailing, by=request.user, **values)
    names = ", ".join(str(CHANNELS[each.steps_planned[0]["channel"]]) for each in made)
    if not made:
        messages.error(request, _("Nothing was sent: the mailing goes by none of the ways that you gave."))
    else:
        messages.success(request, _("On its way to you: %(channels)s.") % {"channels": names})
    return redirect("mailings:mailing", pk)


def _page(request, pk, form, status=HTTPStatus.OK):
    context = {
        "section": "mailings",
        "mailing": mailing_for(pk),
        "form": form,
        "key": form.data.get("key") or uuid.uuid4(),
    }
    return render(request, "notifications/mailings/trial.html", context, status=status)
