from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
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
    with transaction.atomic():
        Holiday.objects.filter(department=None).delete()
        Holiday.objects.bulk_create(Holiday(on=on, name=name) for on, name in form.cleaned_data["holidays"])
    messages.success(request, _("Saved."))
    return redirect("settings:holidays")


def _page(request, form, status=HTTPStatus.OK):
    return render(request, "settings/holidays.html", {"section": "departments", "form": form}, status=status)
