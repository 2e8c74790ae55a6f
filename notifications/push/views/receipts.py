"""The proof of a push, as worker or app sends it: signed, so no cookie and no token is asked for."""

import json

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from chat.addresses import network_of
from core.http import resource
from notifications import receipts
from notifications.push import limits

LONGEST = 1024
EVENTS = {"delivered": False, "opened": True}


def create(request) -> HttpResponse:
    network = network_of(request)
    if wait := limits.RECEIPTS.hit(network) or limits.FORGERIES.wait(network):
        return _refuse(429, "too_often", {"Retry-After": str(wait)})
    body = request.read(LONGEST + 1)
    if len(body) > LONGEST:
        return _refuse(413, "too_large")
    try:
        said = json.loads(body)
        receipt, opened = said["receipt"], EVENTS[said["event"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        return _refuse(400, "bad_request")
    return _receive(network, receipt, opened=opened)


def _receive(network: str, receipt: str, *, opened: bool) -> HttpResponse:
    try:
        receipts.receive(str(receipt), opened=opened)
    except signing.BadSignature:
        limits.FORGERIES.hit(network)
        return _refuse(403, "bad_signature")
    return HttpResponse(status=204)


def preflight(request) -> HttpResponse:
    allowed = {
        "Access-Control-Allow-Methods": "POST",
        "Access-Control-Allow-Headers": "content-type",
        "Access-Control-Max-Age": "7200",
    }
    return HttpResponse(status=204, headers=allowed)


def _refuse(status: int, code: str, headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse({"error": {"code": code}}, status=status, headers=headers)


def shared(view):
    """Any page may read the answer: what proves is the signature, not who asks."""

    def answer(request) -> HttpResponse:
        response = view(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "no-store"
        return response

    # Nobody signs in here, and no cookie counts: there is nothing that another page could forge.
    return csrf_exempt(login_not_required(answer))


show = shared(resource(POST=create, OPTIONS=preflight))
