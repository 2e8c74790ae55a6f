from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

from chat.views.widget_app import address, for_strangers
from chat.widget_bundle import light
from core.bundles import SCRIPT, Bundle

HOME = "widget/v1.js"
APP = "/static/widget/app.js"
MINUTES_KEPT = 5


@login_not_required  # every visitor of every embedding site loads it
def show(request):
    """The one script a site embeds: small, the same for everybody, and fresh within minutes of a release."""
    script = _read() if settings.DEBUG else _read_once()
    etag = f'W/"{script.digest}"'
    fresh = etag in parse_etags(request.headers.get("If-None-Match", ""))
    response = HttpResponse(status=304) if fresh else for_strangers(script.answer(request))
    response["ETag"] = etag
    patch_cache_control(response, public=True, max_age=MINUTES_KEPT * 60)
    return response


def _read() -> Bundle:
    path = finders.find(HOME)
    try:
        source = Path(path).read_bytes() if path else staticfiles_storage.open(HOME).read()
    except FileNotFoundError:
        raise Http404 from None
    return Bundle.of(light(source.decode()).replace(f'"{APP}"', f'"{address()}"'), SCRIPT)


_read_once = cache(_read)
