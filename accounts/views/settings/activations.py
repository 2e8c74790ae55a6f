"""Switching off and on again what is never deleted. Before it is done, the page says what it would touch."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Department, User
from accounts.views.settings.doors import for_admins
from core.consequences import consequences


@for_admins
def ask_department(request, pk):
    return ask(
        request,
        get_object_or_404(Department, pk=pk),
        "department.deactivate",
        section="departments",
        warning=_("Nobody can be sent to this department any more, and its queue leaves the desk."),
        back=reverse("settings:department", args=[pk]),
    )


@for_admins
def department(request, pk):
    return switched(request, get_object_or_404(Department, pk=pk), back=reverse("settings:departments"))


@for_admins
def ask_person(request, pk):
    return ask(
        request,
        get_object_or_404(User, pk=pk),
        "person.deactivate",
        section="people",
        warning=_("They are signed out at once and cannot sign in again until you let them."),
        back=reverse("settings:person", args=[pk]),
    )


@for_admins
def person(request, pk):
    return switched(request, get_object_or_404(User, pk=pk), back=reverse("settings:people"))


def ask(request, thing, act: str, *, section: str, warning: str, back: str):
    """The page before the act; `act` names who counts (core.consequences)."""
    context = {
        "section": section,
        "thing": thing,
        "warning": warning,
        "back": back,
        "touched": consequences(act, thing),
    }
    return render(request, "settings/deactivation.html", context)


def switched(request, thing, *, back: str):
    """On where the form says so, else off: a repeat of either does nothing more."""
    try:
        if "on" in request.POST:
            thing.activate(by=request.user)
            messages.success(request, _("“%(name)s” is active again.") % {"name": thing})
        else:
            thing.deactivate(by=request.user)
            messages.success(request, _("“%(name)s” is deactivated.") % {"name": thing})
    except ValidationError as error:
        messages.error(request, error.message)
    return redirect(back)
