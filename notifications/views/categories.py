from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.settings.activations import ask as ask_first
from accounts.views.settings.activations import switched
from accounts.views.settings.shown import parted
from notifications.models import Category
from notifications.plans import CHANNELS
from notifications.settings_forms import CategoryForm
from notifications.views.doors import for_keepers


@for_keepers
def index(request):
    context = {"section": "notifications", **parted("categories", list(Category.objects.all()))}
    return render(request, "settings/categories.html", context)


@for_keepers
def new(request):
    return _page(request, CategoryForm())


@for_keepers
def create(request):
    form = CategoryForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    made = Category.make(by=request.user, **form.changes())
    messages.success(request, _("“%(name)s” is there. Write what it says on each channel.") % {"name": made.name})
    return redirect("notification_settings:category", made.pk)


@for_keepers
def edit(request, pk):
    return _page(request, CategoryForm(instance=get_object_or_404(Category, pk=pk)))


@for_keepers
def update(request, pk):
    form = CategoryForm(request.POST, instance=get_object_or_404(Category, pk=pk))
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    form.instance.edit(by=request.user, **form.changes())
    messages.success(request, _("Saved."))
    return redirect("notification_settings:category", pk)


@for_keepers
def ask(request, pk):
    return ask_first(
        request,
        get_object_or_404(Category, pk=pk),
        "category.deactivate",
        section="notifications",
        warning=_("Nobody is told anything of this kind any more, whoever asks for it."),
        back=reverse("notification_settings:category", args=[pk]),
    )


@for_keepers
def switch(request, pk):
    back = reverse("notification_settings:categories")
    return switched(request, get_object_or_404(Category, pk=pk), back=back)


def _page(request, form, status=HTTPStatus.OK):
    category = Category.objects.filter(pk=form.instance.pk).first()
    context = {"section": "notifications", "form": form, "category": category, "words": _words(category)}
    return render(request, "settings/category.html", context, status=status)


def _words(category) -> list[dict]:
    """Each channel in each language, written or not yet."""
    if category is None:
        return []
    written = {(each.channel, each.language): each for each in category.templates.all()}
    return [
        {
            "channel": channel,
            "channel_name": name,
            "language": language,
            "language_name": language_name,
            "template": written.get((channel, language)),
            "is_used": any(step["channel"] == channel for step in category.steps),
        }
        for channel, name in CHANNELS.items()
        for language, language_name in settings.LANGUAGES
    ]
