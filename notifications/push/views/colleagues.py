"""The devices of whoever is signed in to the desk: the browser's subscription is the whole body."""

import json

from django.http import HttpResponse, JsonResponse

from notifications.models import Device
from notifications.push import addresses, registering

LONGEST = 4096


def create(request) -> HttpResponse:
    if not (address := _address(request)):
        return _no_subscription()
    registering.keep(
        kind=Device.Kind.WEBPUSH,
        platform=Device.Platform.WEB,
        address=address,
        language=request.LANGUAGE_CODE,
        user=request.user,
    )
    return HttpResponse(status=204)


def destroy(request) -> HttpResponse:
    if not (address := _address(request)):
        return _no_subscription()
    registering.forget(kind=Device.Kind.WEBPUSH, address=address, user=request.user)
    return HttpResponse(status=204)


def _address(request) -> str | None:
    try:
        return addresses.subscription(json.loads(request.read(LONGEST)))
    except (ValueError, RecursionError):
        return None


def _no_subscription() -> HttpResponse:
    return JsonResponse({"error": str(addresses.NO_SUBSCRIPTION)}, status=422)
