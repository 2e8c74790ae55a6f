"""Segments, with how many they are and ten of them."""

from http import HTTPStatus

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from notifications import drafting, segments
from notifications.mailing_forms import SegmentForm
from notifications.models import Segment
from notifications.views.scoping import for_marketers


@for_marketers
def index(request):
    rows = [(each, SegmentForm.in_words(each.conditions)) for each in Segment.objects.annotate(used=Count("mailings"))]
    return render(request, "notifications/mailings/segments.html", {"section": "segments", "segments": rows})


@for_marketers
def new(request):
    return _page(request, SegmentForm())


@for_marketers
def create(request):
    form = SegmentForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    Segment.objects.create(name=form.cleaned_data["name"], conditions=form.conditions)
    messages.success(request, _("The segment is there."))
    return redirect("mailings:segments")


@for_marketers
def edit(request, pk):
    return _page(request, SegmentForm(segment=get_object_or_404(Segment, pk=pk)))


@for_marketers
def update(request, pk):
    segment = get_object_or_404(Segment, pk=pk)
    form = SegmentForm(request.POST, segment=segment)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    segment.name, segment.conditions = form.cleaned_data["name"], form.conditions
    segment.save(update_fields=["name", "conditions"])
    messages.success(request, _("Saved."))
    return redirect("mailings:segments")


@for_marketers
def preview(request):
    form = SegmentForm(request.POST)
    form.is_valid()
    return render(request, "notifications/mailings/segment.html#found", _found(form.conditions))


def _found(conditions: dict) -> dict:
    people = segments.compiled(conditions)
    return {"count": people.count(), "reach": drafting.reach(people), "examples": drafting.examples(people)}


def _page(request, form: SegmentForm, status=HTTPStatus.OK):
    conditions = form.conditions if form.is_bound else (form.segment.conditions if form.segment else {})
    context = {"section": "segments", "form": form, "segment": form.segment, **_found(conditions)}
    return render(request, "notifications/mailings/segment.html", context, status=status)
