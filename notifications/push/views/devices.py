"""A customer's devices, told by the page or the app he is in: by a visitor's token, or a site's signed word."""

from django.http import HttpResponse

from chat import limits as chat_limits
from chat import payloads
from chat.addresses import network_of
from chat.arriving import claims_of, customer_of
from chat.directory import directory
from chat.doors import admit, bearer, visitor_of
from chat.refusals import Refusal
from chat.views.sessions import language_of
from notifications.models import Device
from notifications.push import addresses, limits, registering

FIELDS = {
    "site": payloads.optional(payloads.string(64)),
    "identity": payloads.optional(payloads.string(8000)),
    "subscription": payloads.optional(payloads.anything),
    "token": payloads.optional(payloads.string(addresses.LONGEST_TOKEN)),
    "platform": payloads.optional(payloads.string(10)),
    "language": payloads.optional(payloads.string(35, cut=True)),
}


def create(request) -> HttpResponse:
    asked = _asked(request)
    registering.keep(**_device(asked), language=language_of(asked["language"]), customer=_customer(request, asked))
    return HttpResponse(status=204)


def destroy(request) -> HttpResponse:
    asked = _asked(request)
    device = _device(asked)
    registering.forget(kind=device["kind"], address=device["address"], customer=_customer(request, asked))
    return HttpResponse(status=204)


def _asked(request) -> dict:
    chat_limits.spend(limits.DEVICES, network_of(request))
    return payloads.read(request, **FIELDS)


def _device(asked: dict) -> dict[str, str]:
    """A browser's subscription, or a token of Firebase with the platform that it is for."""
    try:
        if asked["subscription"] is not None:
            address = addresses.subscription(asked["subscription"])
            return {"kind": Device.Kind.WEBPUSH, "platform": Device.Platform.WEB, "address": address}
        if asked["platform"] not in Device.Platform.values:
            raise addresses.Unusable(addresses.NO_PLATFORM)
        address = addresses.token(asked["token"])
        return {"kind": Device.Kind.FCM, "platform": asked["platform"], "address": address}
    except addresses.Unusable as error:
        raise Refusal("invalid", sentence=error.args[0]) from None


def _customer(request, asked: dict):
    """Whose device it is. What another page could forge is not looked at: no cookie counts."""
    if asked["identity"] is None:
        visitor = visitor_of(bearer(request))
        request.site = admit(request, directory.site(visitor.site_id))
        return visitor.become_somebody()
    request.site = site = admit(request, directory.keyed(asked["site"] or ""))
    if not (claims := claims_of(asked["identity"], site=site)):
        raise Refusal("bad_token")
    return customer_of(claims, site=site, language=language_of(asked["language"]))
