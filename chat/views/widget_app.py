from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.templatetags.static import static
from django.urls import reverse

from chat.widget_bundle import ENTRY, PARTS, bundled, digest_of, part
from core.bundles import SCRIPT, Bundle

FOLDER = "widget"


@login_not_required  # every visitor of every embedding site loads it
def show(request, name: str, digest: str):
    """What lies behind the widget's button, and its parts. An address of an earlier release brings the present one."""
    scripts = current()
    if name not in scripts:
        raise Http404
    return for_strangers(scripts[name].lasting(request, digest=digest))


def for_strangers(response: HttpResponse) -> HttpResponse:
    """A script for pages of any origin: it holds no secret, and modules are fetched with CORS."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def address(name: str = ENTRY) -> str:
    return reverse("chat:widget-app", args=[name, current()[name].digest])


def current() -> dict[str, Bundle]:
    return _read() if settings.DEBUG else _read_once()


def _read() -> dict[str, Bundle]:
    home = static(f"{FOLDER}/{ENTRY}.js")
    digest = digest_of(_module, address=home)
    sources = {name: part(name, _module, digest=digest) for name in PARTS}
    sources[ENTRY] = bundled(_module, address=home, digest=digest)
    return {name: Bundle.of(source, SCRIPT, digest=digest) for name, source in sources.items()}


def _module(name: str) -> str:
    path = finders.find(f"{FOLDER}/{name}.js")
    if not path:
        raise Http404
    return Path(path).read_text(encoding="utf-8")


_read_once = cache(_read)
