from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import Holiday
from accounts.settings_forms import HolidaysForm
from accounts.views.settings.doors import for_admins


@for_admins
def edit(request):
    return _page(request, HolidaysForm())


@for_admins
def update(request):
    form = HolidaysForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    Holiday.keep(form.cleaned_data["holidays"], by=request.user)
    messages.success(request, _("Saved."))
    return redirect("settings:holidays")


def _page(request, form, status=HTTPStatus.OK):
    return render(request, "settings/holidays.html", {"section": "departments", "form": form}, status=status)
