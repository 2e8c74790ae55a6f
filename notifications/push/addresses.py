"""Where a device is reached, as apps and browsers tell it: checked by shape before anything is kept."""

import binascii
import json
from base64 import urlsafe_b64decode
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from notifications.models import Device

LONGEST_ENDPOINT = 1000
LONGEST_TOKEN = 4096
POINT, AUTH = 65, 16

NO_SUBSCRIPTION = _("This is not the subscription of a browser.")
NO_TOKEN = _("This is not a registration token of Firebase.")
NO_PLATFORM = _("The platform is android, ios or web.")


class Unusable(ValueError):
    """Carries the sentence."""


def subscription(value) -> str:
    """A browser's subscription, `PushSubscription.toJSON()`, as it is kept."""
    try:
        endpoint, keys = value["endpoint"], value["keys"]
        parts = urlsplit(endpoint)
        lengths = [len(_decoded(keys["p256dh"])), len(_decoded(keys["auth"]))]
    except (TypeError, KeyError, ValueError, AttributeError, binascii.Error):
        raise Unusable(NO_SUBSCRIPTION) from None
    # Where we are reached without TLS ourselves, on a developer's machine, push services may be too.
    schemes = {"https"} if settings.SECURE else {"https", "http"}
    if (
        len(endpoint) > LONGEST_ENDPOINT
        or parts.scheme not in schemes
        or not parts.hostname
        or lengths != [POINT, AUTH]
    ):
        raise Unusable(NO_SUBSCRIPTION)
    return json.dumps({"endpoint": endpoint, "keys": {name: keys[name] for name in ("p256dh", "auth")}})


def token(value) -> str:
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or " " in value:
        raise Unusable(NO_TOKEN)
    if not 1 <= len(value) <= LONGEST_TOKEN:
        raise Unusable(NO_TOKEN)
    return value


def masked(device: Device) -> str:
    """What tells devices apart for people, and is of no use to send to."""
    if device.kind == Device.Kind.WEBPUSH:
        endpoint = urlsplit(json.loads(device.address)["endpoint"])
        return f"{endpoint.hostname}/…{endpoint.path[-4:]}"
    return f"…{device.address[-4:]}"


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
