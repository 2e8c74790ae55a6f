from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.views.settings.doors import for_admins
from accounts.views.settings.shown import parted
from tickets.models import Field
from tickets.settings_forms import FieldForm, answered, free_key


@for_admins
def index(request):
    fields = list(Field.objects.select_related("department"))
    return render(request, "settings/fields.html", {"section": "fields", **parted("fields", fields)})


@for_admins
def new(request):
    return _page(request, FieldForm(instance=Field(position=Field.objects.count())))


@for_admins
def create(request):
    form = FieldForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    Field.make(by=request.user, key=free_key(form.cleaned_data["label"]), **form.changes())
    messages.success(request, _("Tickets are asked “%(label)s” now.") % {"label": form.cleaned_data["label"]})
    return redirect("vocabulary:fields")


@for_admins
def edit(request, pk):
    return _page(request, FieldForm(instance=get_object_or_404(Field, pk=pk)))


@for_admins
def update(request, pk):
    form = FieldForm(request.POST, instance=get_object_or_404(Field, pk=pk))
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    form.instance.edit(by=request.user, **form.changes())
    messages.success(request, _("Saved."))
    return redirect("vocabulary:fields")


def _page(request, form, status=HTTPStatus.OK):
    field = Field.objects.filter(pk=form.instance.pk).first()
    context = {"section": "fields", "form": form, "field": field, "answered": answered(field) if field else 0}
    return render(request, "settings/field.html", context, status=status)
