"""The ways of a test run: the same transports as ever, at the local providers, whatever is set up for customers."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from core.transports import Transport
from customers.models import Identity
from messengers.sms.segments import segments_of
from messengers.sms.transport import TwilioSms
from notifications.bench import door
from notifications.channels.absent import Absent
from notifications.channels.channel import TEST, Channel, Target, channel
from notifications.channels.push import message_of
from notifications.channels.sms import text_of
from notifications.models import Device
from notifications.push.carriers import carrier

SENDER = "+15005550006"


@dataclass(frozen=True)
class LocalMessenger:
    """Stands where a Messenger would: an account at the local Twilio, and where that reports to."""

    secrets: dict[str, str]

    @property
    def address(self) -> str:
        return settings.PUBLIC_URL + reverse("notifications:bench_callback")


def local_messenger() -> LocalMessenger:
    at = door.addresses()["twilio"]
    return LocalMessenger({"account_sid": at["account"], "auth_token": at["token"], "sender": SENDER, "url": at["url"]})


@channel(f"{TEST}push")
class TestPush(Channel):
    def targets(self, notification) -> list[Target]:
        devices = notification.customer.devices.live()
        return [Target(target=f"device:{each.pk}", device=each, provider=each.kind) for each in devices]

    def transport(self, step) -> Transport:
        # A browser's subscription names its own address.
        at = door.addresses()["fcm"] if step.provider == Device.Kind.FCM else {}
        elsewhere = {"account": at["credentials"], "url": at["url"]} if at else {}
        return carrier(step.provider, message_of, **elsewhere)


@channel(f"{TEST}sms")
class TestSms(Channel):
    """No budget and no country: it costs nothing."""

    def targets(self, notification) -> list[Target]:
        numbers = notification.customer.identities.filter(kind=Identity.Kind.PHONE)
        segments = segments_of(text_of(notification))
        return [Target(target="phone", address=each.value, provider="twilio", segments=segments) for each in numbers]

    def transport(self, step) -> Transport:
        return TwilioSms(local_messenger(), to=step.address, text=text_of(step.notification))


@channel(f"{TEST}email")
class TestEmail(Channel):
    """There is no local provider of mail, and no test goes to a real one."""

    def targets(self, notification) -> list[Target]:
        return []

    def transport(self, step) -> Transport:
        return Absent()
