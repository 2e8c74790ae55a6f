"""The proof of a push, as worker or app sends it: signed by us."""

from django.core import signing
from django.http import HttpResponse

from chat.addresses import network_of
from notifications import receipts
from notifications.push import limits
from notifications.push.views.sharing import Refused, TooOften, said_in, shared

LONGEST = 1024
EVENTS = {"delivered": False, "opened": True}


def create(request) -> HttpResponse:
    network = network_of(request)
    if wait := limits.RECEIPTS.hit(network) or limits.FORGERIES.wait(network):
        raise TooOften(wait)
    said = said_in(request, longest=LONGEST)
    try:
        receipt, opened = said["receipt"], EVENTS[said["event"]]
    except (KeyError, TypeError):
        raise Refused(400, "bad_request") from None
    _receive(network, receipt, opened=opened)
    return HttpResponse(status=204)


def _receive(network: str, receipt: str, *, opened: bool) -> None:
    try:
        receipts.receive(str(receipt), opened=opened)
    except signing.BadSignature:
        limits.FORGERIES.hit(network)
        raise Refused(403, "bad_signature") from None


show = shared(create)
