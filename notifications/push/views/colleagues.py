"""The devices of whoever is signed in to the desk."""

import json

from django.http import HttpResponse, JsonResponse

from notifications.models import Device
from notifications.push import addresses, registering

LONGEST = 4096


def create(request) -> HttpResponse:
    return _answer(
        request,
        lambda address: registering.keep(
            kind=Device.Kind.WEBPUSH,
            platform=Device.Platform.WEB,
            address=address,
            language=request.LANGUAGE_CODE,
            user=request.user,
        ),
    )


def destroy(request) -> HttpResponse:
    return _answer(
        request, lambda address: registering.forget(kind=Device.Kind.WEBPUSH, address=address, user=request.user)
    )


def _answer(request, act) -> HttpResponse:
    try:
        act(addresses.subscription(json.loads(request.read(LONGEST))))
    except (ValueError, RecursionError):
        return JsonResponse({"error": str(addresses.NO_SUBSCRIPTION)}, status=422)
    return HttpResponse(status=204)
