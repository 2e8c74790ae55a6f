"""The pages of webhooks: addresses, their secrets shown once, and the log of what was told to each."""

from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.views.settings.activations import ask, switched
from accounts.views.settings.doors import for_admins
from accounts.views.settings.shown import parted
from notifications.models import WebhookDelivery, WebhookEndpoint
from notifications.webhooks.forms import EndpointForm

PAGE = 50
LATEST = 10


@for_admins
def index(request):
    endpoints = list(WebhookEndpoint.objects.all())
    return render(request, "webhooks/index.html", {"section": "webhooks", **parted("endpoints", endpoints)})


@for_admins
def new(request):
    return _page(request, EndpointForm())


@for_admins
def create(request):
    form = EndpointForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    endpoint = WebhookEndpoint.make(by=request.user, **form.cleaned_data)
    return _secret(request, endpoint, endpoint.secret)


@for_admins
def edit(request, pk):
    endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
    return _page(request, EndpointForm(initial={"url": endpoint.url, "kinds": endpoint.kinds}), endpoint)


@for_admins
def update(request, pk):
    endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
    form = EndpointForm(request.POST)
    if not form.is_valid():
        return _page(request, form, endpoint, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    endpoint.edit(by=request.user, **form.cleaned_data)
    messages.success(request, _("Saved."))
    return redirect("webhooks:endpoint", pk)


@for_admins
def log(request, pk):
    """Everything of the last month, the latest first."""
    endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
    page = Paginator(endpoint.deliveries.all(), PAGE).get_page(request.GET.get("page"))
    return render(request, "webhooks/log.html", {"section": "webhooks", "endpoint": endpoint, "page": page})


@for_admins
def ask_secret(request, pk):
    return _secret(request, get_object_or_404(WebhookEndpoint, pk=pk))


@for_admins
def renew_secret(request, pk):
    endpoint = get_object_or_404(WebhookEndpoint, pk=pk)
    return _secret(request, endpoint, endpoint.renew_secret(by=request.user))


@for_admins
def send_test(request, pk):
    endpoint = get_object_or_404(WebhookEndpoint.objects.active(), pk=pk)
    endpoint.send_test()
    messages.success(request, _("A test is on its way. Its answer stands in the log in a few seconds."))
    return redirect("webhooks:endpoint", pk)


@for_admins
def replay(request, pk, delivery):
    row = get_object_or_404(WebhookDelivery, pk=delivery, endpoint=pk)
    if row.replay(by=request.user):
        messages.success(request, _("It is sent again, under the same id."))
    else:
        messages.error(request, _("It is on its way still, or its webhook is off."))
    return redirect("webhooks:log", pk)


@for_admins
def ask_activation(request, pk):
    return ask(
        request,
        get_object_or_404(WebhookEndpoint, pk=pk),
        "webhook.deactivate",
        section="webhooks",
        warning=_("It is told nothing any more. What happens meanwhile is not told later."),
        back=reverse("webhooks:endpoint", args=[pk]),
    )


@for_admins
def activation(request, pk):
    return switched(request, get_object_or_404(WebhookEndpoint, pk=pk), back=reverse("webhooks:index"))


def _secret(request, endpoint, secret=""):
    context = {"section": "webhooks", "endpoint": endpoint, "secret": secret}
    answer = render(request, "webhooks/secret.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _page(request, form, endpoint=None, status=HTTPStatus.OK):
    latest = endpoint.deliveries.all()[:LATEST] if endpoint else ()
    context = {"section": "webhooks", "form": form, "endpoint": endpoint, "deliveries": latest}
    return render(request, "webhooks/endpoint.html", context, status=status)
