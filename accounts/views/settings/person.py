from http import HTTPStatus

from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import second_factor
from accounts.models import User
from accounts.settings_forms import PersonForm
from accounts.views.settings.doors import for_admins
from accounts.views.settings.links import sent_or_shown


@for_admins
def edit(request, pk):
    person = get_object_or_404(User, pk=pk)
    return _page(request, PersonForm(person=person, by=request.user))


@for_admins
def update(request, pk):
    person = get_object_or_404(User, pk=pk)
    form = PersonForm(request.POST, person=person, by=request.user)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    with transaction.atomic():
        form.save(by=request.user)
    messages.success(request, _("Saved."))
    return redirect("settings:person", person.pk)


@for_admins
def invite(request, pk):
    """A new link, for whoever lost the first or forgot the password."""
    person = get_object_or_404(User.objects.active(), pk=pk)
    if person.has_usable_password():
        person.ask_password_reset(by=request.user)
    else:
        person.invite(by=request.user)
    return sent_or_shown(request, person)


@for_admins
def remove_second_factor(request, pk):
    person = get_object_or_404(User, pk=pk)
    second_factor.remove_second_factor(person, by=request.user)
    messages.success(request, _("%(name)s signs in by the password alone now.") % {"name": person})
    return redirect("settings:person", person.pk)


@for_admins
def sign_out(request, pk):
    person = get_object_or_404(User, pk=pk)
    person.sign_out_everywhere(by=request.user)
    messages.success(request, _("%(name)s is signed out on every device.") % {"name": person})
    return redirect("settings:person", person.pk)


def _page(request, form, status=HTTPStatus.OK):
    context = {
        "section": "people",
        "form": form,
        "person": form.person,
        "second_factor": Authenticator.objects.filter(user=form.person).exists(),
    }
    return render(request, "settings/person.html", context, status=status)
