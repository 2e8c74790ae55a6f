from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.forms import ProfileForm
from accounts.models import User


def show(request):
    return _page(request, ProfileForm(instance=_myself(request)))


def save(request):
    form = ProfileForm(request.POST, request.FILES, instance=_myself(request))
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    form.save()
    messages.success(request, _("Saved."))
    return redirect("accounts_profile")


def _myself(request):
    # A copy of its own: a refused form must not change the person the page is drawn for.
    return User.objects.get(pk=request.user.pk)


def _page(request, form, status=HTTPStatus.OK):
    return render(request, "account/profile.html", {"form": form}, status=status)
