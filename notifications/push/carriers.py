"""The carrier for each kind of device, where it is set up."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from core.sends import Send
from core.transports import Transport
from notifications.channels.console import CONSOLE, Console, provider_of
from notifications.models import Device
from notifications.push.message import Push

# Fetched when the first push leaves: their SDKs take a third of a second of the start of every process.
CARRIERS = {
    Device.Kind.FCM.value: "notifications.push.fcm.Fcm",
    Device.Kind.WEBPUSH.value: "notifications.push.webpush.WebPush",
}


def is_set_up(kind: str) -> bool:
    return bool(settings.FIREBASE_CREDENTIALS if kind == Device.Kind.FCM else settings.VAPID_PRIVATE_KEY)


def provider_for(device: Device) -> str:
    """Empty where nobody carries pushes to it."""
    return provider_of(device.kind, set_up=is_set_up(device.kind))


def carrier(provider: str, write: Callable[[Send], Push], **elsewhere) -> Transport:
    """For any send with a `device`, by the provider that was chosen for it; `elsewhere` than the settings lead."""
    return Console() if provider == CONSOLE else import_string(CARRIERS[provider])(write, **elsewhere)
