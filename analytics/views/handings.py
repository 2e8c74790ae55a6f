from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.forms import HandingForm
from analytics.handing import chats_of, hand_out
from analytics.views.scoping import led_for, scope_for
from analytics.views.telling import told
from tickets.people import colleagues


def ask(request, pk):
    """To whom all of this operator's chats go."""
    scope = scope_for(request)
    person = led_for(scope, pk)
    return _form(request, scope, person, HandingForm(colleagues=_others(scope, person)))


def create(request, pk):
    scope = scope_for(request)
    person = led_for(scope, pk)
    form = HandingForm(request.POST, colleagues=_others(scope, person))
    if not form.is_valid():
        return _form(request, scope, person, form, status=422)
    outcome = hand_out(person, scope, to=form.cleaned_data["to"], by=request.user)
    return told(request, _said(outcome, form.cleaned_data["to"]), refusals=outcome.refused)


def _others(scope, person):
    return scope.people.exclude(pk=person.pk)


def _form(request, scope, person, form, status=200):
    context = {
        "person": person,
        "form": form,
        "count": chats_of(person, scope).count(),
        "colleagues": colleagues(form.colleagues, asked_by=request.user),
    }
    return render(request, "analytics/acts.html#hand", context, status=status)


def _said(outcome, to) -> str:
    count = len(outcome.done)
    if not count:
        return _("No chat was handed on.")
    if to is None:
        return ngettext("%(count)s chat is back in the queue.", "%(count)s chats are back in the queue.", count) % {
            "count": count
        }
    sentence = ngettext("%(name)s has %(count)s chat more.", "%(name)s has %(count)s chats more.", count)
    return sentence % {"count": count, "name": to.display_name}
