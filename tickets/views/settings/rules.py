from http import HTTPStatus

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts.views.settings.doors import for_admins
from accounts.views.settings.shown import parted
from tickets.models import RoutingRule
from tickets.routing_forms import RuleForm
from tickets.views.scoping import asked

COUNTED = {"used": Count("matches"), "wrong": Count("matches", filter=Q(matches__corrected_at__isnull=False))}


@for_admins
def index(request):
    """With a line to try the rules on: what a customer could write, and where it would go."""
    text = asked(request)
    rules = list(RoutingRule.objects.select_related("department").annotate(**COUNTED))
    context = {"section": "rules", "asked": text, "found": RoutingRule.matching(text) if text else None}
    return render(request, "settings/rules.html", context | parted("rules", rules))


@for_admins
def new(request):
    return _page(request, RuleForm(instance=_blank()))


@for_admins
def create(request):
    form = RuleForm(request.POST, instance=_blank())
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    RoutingRule.make(by=request.user, **form.cleaned_data)
    messages.success(request, _("The rule “%(name)s” is there.") % {"name": form.cleaned_data["name"]})
    return redirect("vocabulary:rules")


@for_admins
def edit(request, pk):
    return _page(request, RuleForm(instance=get_object_or_404(RoutingRule, pk=pk)))


@for_admins
def update(request, pk):
    form = RuleForm(request.POST, instance=get_object_or_404(RoutingRule, pk=pk))
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    form.instance.edit(by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("vocabulary:rules")


def _blank() -> RoutingRule:
    return RoutingRule(position=RoutingRule.objects.count())


def _page(request, form, status=HTTPStatus.OK):
    rule = RoutingRule.objects.filter(pk=form.instance.pk).annotate(**COUNTED).first()
    return render(request, "settings/rule.html", {"section": "rules", "form": form, "rule": rule}, status=status)
