"""The carrier for each kind of device, where it is set up."""

from collections.abc import Callable

from django.conf import settings

from core.sends import Send
from core.transports import Transport
from notifications.channels.console import CONSOLE, Console, provider_of
from notifications.models import Device
from notifications.push.fcm import Fcm
from notifications.push.message import Push
from notifications.push.transport import PushTransport
from notifications.push.webpush import WebPush

CARRIERS: dict[str, type[PushTransport]] = {Device.Kind.FCM: Fcm, Device.Kind.WEBPUSH: WebPush}


def is_set_up(kind: str) -> bool:
    return bool(settings.FIREBASE_CREDENTIALS if kind == Device.Kind.FCM else settings.VAPID_PRIVATE_KEY)


def provider_for(device: Device) -> str:
    """Empty where nobody carries pushes to it."""
    return provider_of(device.kind, set_up=is_set_up(device.kind))


def carrier(provider: str, write: Callable[[Send], Push]) -> Transport:
    """For any send with a `device`, by the provider that was chosen for it."""
    return Console() if provider == CONSOLE else CARRIERS[provider](write)
