"""What a page needs to subscribe: the worker's script, and our public key."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpResponse, JsonResponse

from notifications.push import keys

SCRIPT = "push/worker.js"


@login_not_required  # the same for every browser
def show(request) -> HttpResponse:
    """Of the whole site, though it lies in a folder; the desk's and other sites' own workers import it."""
    script = _read() if settings.DEBUG else _read_once()
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache"}
    return HttpResponse(script, content_type="text/javascript; charset=utf-8", headers=headers)


@login_not_required  # public by its name
def key(request) -> HttpResponse:
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache"}
    return JsonResponse({"key": keys.public_key()}, headers=headers)


def _read() -> bytes:
    path = finders.find(SCRIPT)
    return Path(path).read_bytes() if path else staticfiles_storage.open(SCRIPT).read()


_read_once = cache(_read)
