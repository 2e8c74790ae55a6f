from http import HTTPStatus

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.views.settings.doors import for_admins
from accounts.views.settings.shown import parted
from tickets.models import Tag
from tickets.settings_forms import TagForm


@for_admins
def index(request):
    tags = list(Tag.objects.annotate(used=Count("tickets")))
    return render(request, "settings/tags.html", {"section": "tags", **parted("tags", tags)})


@for_admins
def new(request):
    return _page(request, TagForm(instance=_blank()))


@for_admins
def create(request):
    form = TagForm(request.POST, instance=_blank())
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    Tag.make(by=request.user, **form.cleaned_data)
    messages.success(request, _("The tag “%(name)s” is there.") % {"name": form.cleaned_data["name"]})
    return redirect("vocabulary:tags")


@for_admins
def edit(request, pk):
    return _page(request, TagForm(instance=get_object_or_404(Tag, pk=pk)))


@for_admins
def update(request, pk):
    form = TagForm(request.POST, instance=get_object_or_404(Tag, pk=pk))
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    form.instance.edit(by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("vocabulary:tags")


def _blank() -> Tag:
    return Tag(hue=Tag.objects.count() % 6 + 1)


def _page(request, form, status=HTTPStatus.OK):
    tag = Tag.objects.filter(pk=form.instance.pk).annotate(used=Count("tickets")).first()
    return render(request, "settings/tag.html", {"section": "tags", "form": form, "tag": tag}, status=status)
