from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.settings.activations import ask, switched
from accounts.views.settings.doors import for_admins
from tickets.models import Field, Question, RoutingRule, Tag


@for_admins
def ask_tag(request, pk):
    return ask(
        request,
        get_object_or_404(Tag, pk=pk),
        "tag.deactivate",
        section="tags",
        warning=_("Nobody can put this tag on a ticket any more."),
        back=reverse("vocabulary:tag", args=[pk]),
    )


@for_admins
def tag(request, pk):
    return switched(request, get_object_or_404(Tag, pk=pk), back=reverse("vocabulary:tags"))


@for_admins
def ask_field(request, pk):
    return ask(
        request,
        get_object_or_404(Field, pk=pk),
        "field.deactivate",
        section="fields",
        warning=_("No ticket is asked this any more, and answers that are there are not shown."),
        back=reverse("vocabulary:field", args=[pk]),
    )


@for_admins
def field(request, pk):
    return switched(request, get_object_or_404(Field, pk=pk), back=reverse("vocabulary:fields"))


@for_admins
def ask_rule(request, pk):
    return ask(
        request,
        get_object_or_404(RoutingRule, pk=pk),
        "rule.deactivate",
        section="rules",
        warning=_("What it would have sent on goes by the other rules, else to the department of the site."),
        back=reverse("vocabulary:rule", args=[pk]),
    )


@for_admins
def rule(request, pk):
    return switched(request, get_object_or_404(RoutingRule, pk=pk), back=reverse("vocabulary:rules"))


@for_admins
def ask_question(request, pk):
    return ask(
        request,
        get_object_or_404(Question, pk=pk),
        "question.deactivate",
        section="questions",
        warning=_("No customer is asked this any more."),
        back=reverse("vocabulary:question", args=[pk]),
    )


@for_admins
def question(request, pk):
    return switched(request, get_object_or_404(Question, pk=pk), back=reverse("vocabulary:questions"))
