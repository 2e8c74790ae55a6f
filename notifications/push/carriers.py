"""The carrier for each kind of device, where it is set up."""

from collections.abc import Callable

from django.conf import settings

from core.sends import Send
from notifications.models import Device
from notifications.push.fcm import Fcm
from notifications.push.message import Push
from notifications.push.transport import PushTransport
from notifications.push.webpush import WebPush

CARRIERS: dict[str, type[PushTransport]] = {Device.Kind.FCM: Fcm, Device.Kind.WEBPUSH: WebPush}


def is_set_up(kind: str) -> bool:
    return bool(settings.FIREBASE_CREDENTIALS if kind == Device.Kind.FCM else settings.VAPID_PRIVATE_KEY)


def carrier(kind: str, write: Callable[[Send], Push]) -> PushTransport:
    """For any send with a `device` of this kind."""
    return CARRIERS[kind](write)
