from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.views.settings.doors import for_admins
from messengers.models import Messenger, SmsBudget, SmsCountry
from messengers.settings_forms import CountryForm, LimitsForm


@for_admins
def index(request):
    return _page(request, LimitsForm(instance=SmsBudget.current()))


@for_admins
def update(request):
    form = LimitsForm(request.POST, instance=SmsBudget.current())
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    form.instance.edit(by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("sms:index")


@for_admins
def new(request):
    return _country(request, CountryForm())


@for_admins
def create(request):
    form = CountryForm(request.POST)
    if not form.is_valid():
        return _country(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    country = SmsCountry.make(by=request.user, **form.cleaned_data)
    messages.success(request, _("SMS to %(country)s are set up.") % {"country": country})
    return redirect("sms:index")


@for_admins
def edit(request, pk):
    return _country(request, CountryForm(instance=get_object_or_404(SmsCountry, pk=pk)))


@for_admins
def change(request, pk):
    form = CountryForm(request.POST, instance=get_object_or_404(SmsCountry, pk=pk))
    if not form.is_valid():
        return _country(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    get_object_or_404(SmsCountry, pk=pk).edit(by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("sms:index")


def _page(request, form, status=HTTPStatus.OK):
    countries = sorted(SmsCountry.objects.all(), key=str)
    budget = SmsBudget.current()
    context = {
        "section": "sms",
        "form": form,
        "budget": budget,
        "share": min(10, round(10 * budget.spent_today / budget.daily)) if budget.daily else 10,
        "messenger": Messenger.of("sms"),
        "is_shown_only": settings.CONSOLE_PROVIDERS,
        "countries": [each for each in countries if each.is_allowed],
        "refused": [each for each in countries if not each.is_allowed],
    }
    return render(request, "settings/sms.html", context, status=status)


def _country(request, form, status=HTTPStatus.OK):
    country = SmsCountry.objects.filter(pk=form.instance.pk).first()
    context = {"section": "sms", "form": form, "country": country, "currency": SmsBudget.current().currency}
    return render(request, "settings/sms_country.html", context, status=status)
