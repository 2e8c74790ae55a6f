"""What a worker or an app says from any page: what it says proves it, so no cookie and no token is asked for."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from core.http import resource


class Refused(Exception):
    def __init__(self, status: int, code: str, **headers: str):
        super().__init__(code)
        self.status, self.code, self.headers = status, code, headers


class TooOften(Refused):
    def __init__(self, wait: int):
        super().__init__(429, "too_often", **{"Retry-After": str(wait)})


def said_in(request, *, longest: int) -> Any:
    body = request.read(longest + 1)
    if len(body) > longest:
        raise Refused(413, "too_large")
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "bad_request") from None


def shared(create):
    """The address at which this is said; any page may read the answer."""
    view = resource(POST=create, OPTIONS=_preflight)

    def answer(request) -> HttpResponse:
        try:
            response = view(request)
        except Refused as refused:
            body = {"error": {"code": refused.code}}
            response = JsonResponse(body, status=refused.status, headers=refused.headers)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "no-store"
        return response

    # Nobody signs in here, and no cookie counts: there is nothing that another page could forge.
    return csrf_exempt(login_not_required(answer))


def _preflight(request) -> HttpResponse:
    allowed = {
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "content-type",
        "Access-Control-Max-Age": "7200",
    }
    return HttpResponse(status=204, headers=allowed)
