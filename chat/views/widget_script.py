import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags

SCRIPT = "widget/v1.js"
APP = "widget/app.js"
MINUTES_KEPT = 5


@login_not_required  # every visitor of every embedding site loads it
def show(request):
    """The one script a site embeds: small, the same for everybody, and fresh within minutes of a release."""
    body, etag = _read() if settings.DEBUG else _read_once()
    fresh = etag in parse_etags(request.headers.get("If-None-Match", ""))
    response = HttpResponse(status=304) if fresh else HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["ETag"] = etag
    # Anybody may embed it; it holds no secret, and modules are fetched with CORS.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=MINUTES_KEPT * 60)
    return response


def _read() -> tuple[bytes, str]:
    path = finders.find(SCRIPT)
    try:
        source = Path(path).read_bytes() if path else staticfiles_storage.open(SCRIPT).read()
    except FileNotFoundError:
        raise Http404 from None
    body = source.replace(f'"/static/{APP}"'.encode(), f'"{static(APP)}"'.encode())
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'


_read_once = cache(_read)
