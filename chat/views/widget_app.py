import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_cache_control, patch_vary_headers

from chat.widget_bundle import bundled

FOLDER = "widget"
YEAR = 365 * 24 * 60 * 60


@dataclass(frozen=True)
class Bundle:
    body: bytes
    packed: bytes
    digest: str

    @classmethod
    def of(cls, source: str) -> "Bundle":
        body = source.encode()
        return cls(body, gzip.compress(body, 9, mtime=0), hashlib.sha256(body).hexdigest()[:16])


@login_not_required  # every visitor of every embedding site loads it
def show(request, digest: str):
    """What lies behind the widget's button, in one file. An address of an earlier release brings the present one."""
    bundle = current()
    response = script_response(request, bundle)
    if digest == bundle.digest:
        patch_cache_control(response, public=True, max_age=YEAR, immutable=True)
    else:
        patch_cache_control(response, no_store=True)
    return response


def script_response(request, script: Bundle) -> HttpResponse:
    """A script for pages of any origin: it holds no secret, and modules are fetched with CORS."""
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(script.packed if packed else script.body, content_type="text/javascript; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def address() -> str:
    return reverse("chat:widget-app", args=[current().digest])


def current() -> Bundle:
    return _read() if settings.DEBUG else _read_once()


def _read() -> Bundle:
    return Bundle.of(bundled(_module, address=static(f"{FOLDER}/app.js")))


def _module(name: str) -> str:
    path = finders.find(f"{FOLDER}/{name}.js")
    if not path:
        raise Http404
    return Path(path).read_text(encoding="utf-8")


_read_once = cache(_read)
