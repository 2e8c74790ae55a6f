"""The desk as an app of its own on a phone or a computer: its name, and a worker that knows one page offline."""

import hashlib
import json
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

ICONS = (("icon-192", 192, "any"), ("icon-512", 512, "any"), ("maskable-512", 512, "maskable"))
KEPT = ("offline.css", "icon.svg")


@login_not_required  # browsers ask for it without cookies
def manifest(request):
    desk = reverse("tickets:desk")
    answer = JsonResponse(
        {
            "id": desk,
            "name": _("Helpdesk"),
            "short_name": _("Helpdesk"),
            "description": _("Answer customers from wherever you are."),
            "lang": translation.get_language(),
            "start_url": desk,
            # The sign-in and the profile lie beside the desk, and are pages of the same app.
            "scope": "/",
            "display": "standalone",
            "background_color": "#f7f6f4",
            "theme_color": "#2456d3",
            "icons": [
                {"src": static(f"icons/{name}.png"), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
                for name, side, purpose in ICONS
            ],
            "shortcuts": [
                {"name": _("Assigned to me"), "url": f"{desk}?view=mine"},
                {"name": _("All open"), "url": f"{desk}?view=all"},
            ],
        },
        content_type="application/manifest+json",
    )
    answer.headers["Vary"] = "Accept-Language"
    return answer


@login_not_required  # it holds nobody's data, and updates itself when nobody is signed in
def worker(request):
    """Under /desk/, so it rules over the desk alone. Its address names the language of its one page."""
    answer = HttpResponse(_worker(_language(request)), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@login_not_required  # the worker keeps it for whoever comes without a network
def offline(request):
    with translation.override(_language(request)):
        return render(request, "desk/offline.html")


def _language(request) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@cache
def _worker(language: str) -> str:
    with translation.override(language):
        page = render_to_string("desk/offline.html")
    kept = [static(name) for name in KEPT]
    context = {
        "kept": mark_safe(json.dumps(kept)),  # noqa: S308 - names of our own files
        # The floor above knows pushes; here it is an address.
        "pushes": "/push/worker.js",
        "offline": f"{reverse('installing:offline')}?language={language}",
        # What changes the page makes another worker, which keeps it anew.
        "version": hashlib.sha256("".join([page, *kept]).encode()).hexdigest()[:12],
    }
    return render_to_string("desk/worker.js", context)
