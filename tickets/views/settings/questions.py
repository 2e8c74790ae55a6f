from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.views.settings.doors import for_admins
from accounts.views.settings.shown import parted
from tickets.models import Question
from tickets.settings_forms import QuestionForm, free_key


@for_admins
def index(request):
    questions = list(Question.objects.select_related("department"))
    return render(request, "settings/questions.html", {"section": "questions", **parted("questions", questions)})


@for_admins
def new(request):
    return _page(request, QuestionForm(instance=Question(position=Question.objects.count())))


@for_admins
def create(request):
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    Question.make(by=request.user, key=free_key(form.cleaned_data["label"], Question), **form.changes())
    messages.success(request, _("Customers are asked “%(label)s” now.") % {"label": form.cleaned_data["label"]})
    return redirect("vocabulary:questions")


@for_admins
def edit(request, pk):
    return _page(request, QuestionForm(instance=get_object_or_404(Question, pk=pk)))


@for_admins
def update(request, pk):
    form = QuestionForm(request.POST, instance=get_object_or_404(Question, pk=pk))
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    form.instance.edit(by=request.user, **form.changes())
    messages.success(request, _("Saved."))
    return redirect("vocabulary:questions")


def _page(request, form, status=HTTPStatus.OK):
    question = Question.objects.filter(pk=form.instance.pk).first()
    context = {"section": "questions", "form": form, "question": question}
    return render(request, "settings/question.html", context, status=status)
