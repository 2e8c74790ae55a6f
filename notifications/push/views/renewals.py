"""A browser has changed its subscription by itself, and its worker says so: who knows the old one is its owner."""

from django.http import HttpResponse

from chat.addresses import network_of
from notifications.models import Device
from notifications.push import addresses, limits, registering
from notifications.push.views.sharing import Refused, TooOften, said_in, shared

LONGEST = 8192


def create(request) -> HttpResponse:
    if wait := limits.DEVICES.hit(network_of(request)):
        raise TooOften(wait)
    said = said_in(request, longest=LONGEST)
    try:
        was, now = (addresses.subscription(said[name]) for name in ("was", "subscription"))
    except (KeyError, TypeError, addresses.Unusable):
        raise Refused(400, "bad_request") from None
    if not registering.renew(kind=Device.Kind.WEBPUSH, was=was, address=now):
        raise Refused(404, "unknown")
    return HttpResponse(status=204)


show = shared(create)
