"""The way into the widget's API: exact origins, a token instead of cookies, refusals as JSON."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from chat.answers import Answer
from chat.directory import directory
from chat.models import Site, Visitor
from chat.refusals import Refusal
from chat.tokens import holder_of
from tickets.refusals import Refused

HEADERS = "authorization, content-type"
PREFLIGHT_SECONDS = "7200"
RETRY_SECONDS = 3
UNPROCESSABLE = 422


def door(**verbs: Callable) -> Callable:
    """Map HTTP verbs to views, for pages of other origins. Answers preflights; turns refusals into JSON."""

    def view(request, *args, **kwargs):
        try:
            response = _answer(request, verbs, *args, **kwargs)
        except Refusal as refusal:
            response = refuse(request, refusal)
        return _share(request, response)

    # Nobody signs in here, and no cookie counts: what could be forged by another page is not looked at.
    return csrf_exempt(login_not_required(view))


def for_visitor(view: Callable) -> Callable:
    """Let the holder of a token in, at their own site; the view gets `request.visitor` and `request.site`."""

    @wraps(view)
    def guarded(request, **kwargs):
        request.visitor = visitor_of(bearer(request), **kwargs)
        request.site = admit(request, directory.site(request.visitor.site_id))
        return view(request, **kwargs)

    return guarded


def visitor_of(token: str, *, public_id=None) -> Visitor:
    visitor = holder_of(token, asking_for=public_id) if token else None
    if visitor is None:
        raise Refusal("bad_token")
    return visitor


def admit(request, site: Site | None) -> Site:
    """The site, if it is on and the asking page is one of its own, or one of ours."""
    if site is None:
        raise Refusal("site_off")
    origin = request.headers.get("Origin")
    if origin is not None and not site.allows(origin) and not _is_ours(request, origin):
        raise Refusal("bad_origin")
    return site


def bearer(request) -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip()[:200] if kind.lower() == "bearer" else ""


def refuse(request, refusal: Refusal) -> Answer:
    language = translation.get_language_from_request(request)
    with translation.override(language):
        return Answer(refusal.body(), status=refusal.status, headers={**refusal.headers, "Content-Language": language})


def _answer(request, verbs: dict[str, Callable], *args, **kwargs) -> HttpResponse:
    if request.method == "OPTIONS":
        return _preflight(request, verbs)
    if request.method not in verbs:
        raise Refusal("bad_verb", headers={"Allow": ", ".join(verbs)})
    try:
        return verbs[request.method](request, *args, **kwargs)
    except Refused as refused:
        raise Refusal(refused.code, sentence=refused.sentence, status=UNPROCESSABLE) from refused
    except (OperationalError, InterfaceError) as outage:
        raise Refusal("unavailable", retry_after=RETRY_SECONDS) from outage


def _preflight(request, verbs: dict[str, Callable]) -> HttpResponse:
    if not _is_known(request):
        raise Refusal("bad_origin")
    return HttpResponse(
        status=204,
        headers={
            "Access-Control-Allow-Methods": ", ".join(verbs),
            "Access-Control-Allow-Headers": HEADERS,
            "Access-Control-Max-Age": PREFLIGHT_SECONDS,
        },
    )


def _share(request, response: HttpResponse) -> HttpResponse:
    """Let the asking page read the answer: its own site's origin, or, of a refusal, any site's."""
    origin = request.headers.get("Origin")
    site = getattr(request, "site", None)
    if origin and (site.allows(origin) if site else _is_known(request)):
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Expose-Headers"] = "Retry-After"
    patch_vary_headers(response, ["Origin"])
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _is_known(request) -> bool:
    try:
        return directory.knows_origin(request.headers.get("Origin", ""))
    except (OperationalError, InterfaceError):
        return False


def _is_ours(request, origin: str) -> bool:
    """A page of this server itself, as the help centre is; the Host was checked against ALLOWED_HOSTS."""
    return origin == f"{request.scheme}://{request.get_host()}"
