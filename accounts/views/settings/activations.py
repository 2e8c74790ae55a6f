"""Switching off and on again what is never deleted. Before it is done, the page says what it would touch."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.models import Department, User
from accounts.views.settings.doors import for_admins
from core.consequences import consequences


@for_admins
def ask_department(request, pk):
    department = get_object_or_404(Department, pk=pk)
    return _ask(request, department, "departments", consequences("department.deactivate", department))


@for_admins
def department(request, pk):
    department = get_object_or_404(Department, pk=pk)
    _switch(request, department)
    return redirect("settings:departments")


@for_admins
def ask_person(request, pk):
    person = get_object_or_404(User, pk=pk)
    return _ask(request, person, "people", consequences("person.deactivate", person))


@for_admins
def person(request, pk):
    person = get_object_or_404(User, pk=pk)
    try:
        _switch(request, person)
    except ValidationError as error:
        messages.error(request, error.message)
        return redirect("settings:person", person.pk)
    return redirect("settings:people")


def _switch(request, thing) -> None:
    """On where it says so, else off: a repeat of either does nothing more."""
    if "on" in request.POST:
        thing.activate(by=request.user)
        messages.success(request, _("“%(name)s” is active again.") % {"name": thing})
    else:
        thing.deactivate(by=request.user)
        messages.success(request, _("“%(name)s” is deactivated.") % {"name": thing})


def _ask(request, thing, section, touched):
    context = {"section": section, "thing": thing, "touched": touched, "is_person": isinstance(thing, User)}
    return render(request, "settings/deactivation.html", context)
