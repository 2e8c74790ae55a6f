from datetime import timedelta
from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.views.settings.doors import for_admins
from accounts.views.settings.shown import parted
from tickets.models import SentimentWord
from tickets.moods import reading_of
from tickets.settings_forms import MoodForm, TrialForm

COUNTED = timedelta(days=30)


@for_admins
def index(request):
    return _page(request, MoodForm())


@for_admins
def create(request):
    form = MoodForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    SentimentWord.make(by=request.user, **form.cleaned_data)
    messages.success(request, _("“%(phrase)s” is listened for now.") % {"phrase": form.cleaned_data["phrase"]})
    return redirect("vocabulary:moods")


@for_admins
def edit(request, pk):
    return _word(request, MoodForm(instance=get_object_or_404(SentimentWord, pk=pk)))


@for_admins
def update(request, pk):
    form = MoodForm(request.POST, instance=get_object_or_404(SentimentWord, pk=pk))
    if not form.is_valid():
        return _word(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    form.instance.edit(by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("vocabulary:moods")


@for_admins
def activate(request, pk):
    """Off or on again; what it marked stays marked."""
    word = get_object_or_404(SentimentWord, pk=pk)
    if "on" in request.POST:
        word.activate(by=request.user)
    else:
        word.deactivate(by=request.user)
    return redirect("vocabulary:moods")


@for_admins
def try_out(request):
    """What a sentence comes to, and by which words; it is kept nowhere."""
    form = TrialForm(request.POST)
    reading = reading_of(form.cleaned_data["text"]) if form.is_valid() else None
    status = HTTPStatus.OK if reading else HTTPStatus.UNPROCESSABLE_CONTENT
    if request.htmx:
        return render(request, "settings/moods.html#trial", {"trial": form, "reading": reading}, status=status)
    return _page(request, MoodForm(), status=status, trial=form, reading=reading)


def _page(request, form, status=HTTPStatus.OK, **trial):
    words = list(SentimentWord.objects.counted_since(timezone.now() - COUNTED))
    context = {"section": "moods", "form": form, "trial": TrialForm(), **parted("words", words), **trial}
    return render(request, "settings/moods.html", context, status=status)


def _word(request, form, status=HTTPStatus.OK):
    word = SentimentWord.objects.get(pk=form.instance.pk)
    return render(request, "settings/mood.html", {"section": "moods", "form": form, "word": word}, status=status)
