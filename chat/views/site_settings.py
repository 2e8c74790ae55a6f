"""The sites that embed the widget, as pages of settings: everything with a preview, the secret shown once."""

from copy import copy
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.csp import CSP
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override

from accounts.views.settings.doors import for_admins
from accounts.views.settings.shown import parted
from chat.colours import judged
from chat.connecting import tried
from chat.context_forms import ConnectorForm
from chat.directory import directory
from chat.forms import NewSiteForm, SiteSettingsForm
from chat.models import Site, Visitor
from chat.shopfront import site_json, standing_json
from chat.views.sessions import LIMITS

FRAMING: dict[str, Any] = settings.SECURE_CSP | {"frame-src": [CSP.SELF]}
FRAMED: dict[str, Any] = settings.SECURE_CSP | {"frame-ancestors": [CSP.SELF]}


@for_admins
def index(request):
    sites = list(Site.objects.select_related("department"))
    return render(request, "chat/sites.html", {"section": "sites", **parted("sites", sites)})


@for_admins
def new(request):
    return _new_page(request, NewSiteForm())


@for_admins
def create(request):
    form = NewSiteForm(request.POST)
    if not form.is_valid():
        return _new_page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    site = form.keep(by=request.user)
    directory.forget()
    messages.success(
        request, _("The site “%(name)s” is there. Copy its script tag into your pages.") % {"name": site.name}
    )
    return redirect("sites:site", site.pk)


@for_admins
@csp_override(FRAMING)
def edit(request, pk):
    return _page(request, SiteSettingsForm(instance=get_object_or_404(Site, pk=pk)))


@for_admins
@csp_override(FRAMING)
def update(request, pk):
    form = SiteSettingsForm(request.POST, request.FILES, instance=get_object_or_404(Site, pk=pk))
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_CONTENT)
    form.keep(by=request.user)
    directory.forget()
    messages.success(request, _("Saved. Open pages show it when they are loaded again."))
    return redirect("sites:site", pk)


@for_admins
@xframe_options_sameorigin
@csp_override(FRAMED)
def frame(request, pk):
    """A page of nobody's with the real widget in it; what it is told comes from the settings around it."""
    site = get_object_or_404(Site, pk=pk)
    return render(request, "chat/site_preview.html", {"site": site, "answer": _answer(request, site, site.language)})


@for_admins
def preview(request, pk):
    """What the widget would be told if this form were saved. Nothing is."""
    stored = get_object_or_404(Site, pk=pk)
    form = SiteSettingsForm(_without_language(request.POST), instance=copy(stored))
    site = form.instance
    # Half a colour is not one yet: what is wrong is shown as it was.
    for name in form.errors.keys() & {field.name for field in Site._meta.concrete_fields}:
        setattr(site, name, getattr(stored, name))
    site.offered = list(form.cleaned_data.get("choices", []))
    return JsonResponse(_answer(request, site, request.POST.get("preview_language", "")))


@for_admins
def try_connector(request, pk):
    """Ask the address in the form, saved or not, and show all that comes back."""
    site = get_object_or_404(Site, pk=pk)
    # The button stands in the site's form, all of which comes along.
    form = ConnectorForm({"connector_url": request.POST.get("connector_url", "")}, instance=site)
    context = {"test": tried(form.instance) if form.is_valid() else None, "form": form}
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_CONTENT
    return render(request, "chat/site_settings.html#connector_test", context, status=status)


@for_admins
def ask_secret(request, pk):
    return render(request, "chat/site_secret.html", {"section": "sites", "site": get_object_or_404(Site, pk=pk)})


@for_admins
def renew_secret(request, pk):
    """A new identity secret, shown on this one page and never again."""
    site = get_object_or_404(Site, pk=pk)
    secret = site.rotate_secret(by=request.user)
    directory.forget()
    answer = render(request, "chat/site_secret.html", {"section": "sites", "site": site, "secret": secret})
    answer["Cache-Control"] = "no-store"
    return answer


def _answer(request, site: Site, language: str) -> dict:
    visitor = Visitor(site=site, language=language, time_zone=request.user.time_zone)
    return {
        "site": site_json(site, language=site.language_for(language), **LIMITS),
        "colour": judged(site.accent) if site.accent else None,
        **standing_json(visitor, site),
    }


def _without_language(post):
    post = post.copy()
    post.pop("preview_language", None)
    return post


def _new_page(request, form, status=HTTPStatus.OK):
    return render(request, "chat/site_new.html", {"section": "sites", "form": form}, status=status)


def _page(request, form, status=HTTPStatus.OK):
    # A refused form must not rename the site in the page's own heading.
    site = Site.objects.get(pk=form.instance.pk)
    tag = f'<script src="{settings.PUBLIC_URL}/widget/v1.js" data-site="{site.key}" async></script>'
    context = {
        "section": "sites",
        "form": form,
        "site": site,
        "tag": tag,
        "colour": judged(site.accent) if site.accent else None,
    }
    return render(request, "chat/site_settings.html", context, status=status)
