from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from notifications.models import Category, Template
from notifications.plans import CHANNELS
from notifications.previewing import preview_of
from notifications.settings_forms import TemplateForm
from notifications.views.doors import for_keepers


@for_keepers
def edit(request, pk, channel, language):
    category = _category(pk, channel, language)
    return _page(request, category, _form(category, channel, language))


@for_keepers
def update(request, pk, channel, language):
    category = _category(pk, channel, language)
    form = _form(category, channel, language, request.POST)
    if not form.is_valid():
        return _page(request, category, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    Template.write(category, channel, language, by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("notification_settings:category", pk)


@for_keepers
def preview(request, pk, channel, language):
    """The words as they stand in the form, filled with the examples; what is wrong with them is said beside."""
    category = _category(pk, channel, language)
    form = _form(category, channel, language, request.POST)
    return render(request, "settings/template.html#preview", _context(category, form))


@for_keepers
def destroy(request, pk, channel, language):
    template = Template.objects.filter(category=_category(pk, channel, language), channel=channel, language=language)
    for each in template:
        each.remove(by=request.user)
    messages.success(request, _("The words are gone. Customers of this language are not told on this channel."))
    return redirect("notification_settings:category", pk)


def _category(pk, channel, language) -> Category:
    if channel not in CHANNELS or language not in dict(settings.LANGUAGES):
        raise Http404
    return get_object_or_404(Category, pk=pk)


def _form(category, channel, language, given=None) -> TemplateForm:
    known = Template.objects.filter(category=category, channel=channel, language=language).first()
    blank = Template(category=category, channel=channel, language=language)
    return TemplateForm(given, instance=known or blank)


def _page(request, category, form, status=HTTPStatus.OK):
    return render(request, "settings/template.html", _context(category, form), status=status)


def _context(category, form) -> dict:
    return {
        "section": "notifications",
        "category": category,
        "form": form,
        "template": form.instance,
        "preview": preview_of(form),
    }
