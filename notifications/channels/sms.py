from datetime import timedelta

from django.db.models.functions import Now

from core.sends import State
from core.transports import Transport
from customers.models import Identity
from messengers.models import Messenger, SmsBudget
from messengers.sms.prices import Quote, quote
from messengers.sms.transport import TwilioSms
from notifications.channels.addresses import address_of
from notifications.channels.channel import Channel, Target, channel
from notifications.channels.console import provider_of, stand_in
from notifications.models import Step
from notifications.wishes.opting_out import address_of_wishes

HOUR = timedelta(hours=1)


@channel("sms")
class Sms(Channel):
    def targets(self, notification) -> list[Target]:
        number = address_of(notification, Identity.Kind.PHONE)
        return [_target(notification, number)] if number else []

    def transport(self, step) -> Transport:
        if messenger := Messenger.of("sms"):
            return TwilioSms(messenger, to=step.address, text=text_of(step.notification))
        return stand_in()


def text_of(notification) -> str:
    """What is sent, and so what is counted; an advert says where one can refuse it."""
    words = notification.words["sms"]
    wishes = address_of_wishes(notification.customer) if notification.category.is_advert else ""
    return joined(words["body"], words.get("link", ""), wishes)


def joined(body: str, link: str, wishes: str) -> str:
    return "\n".join(part for part in (body, "" if link in body else link, wishes) if part)


def _target(notification, number: str) -> Target:
    provider = provider_of("twilio", set_up=Messenger.of("sms") is not None)
    found = quote(number, text_of(notification))
    refusal = found.refusal or ("" if provider else "no_provider") or _unpaid(number, found)
    return Target(
        target="phone",
        address=number,
        provider=provider,
        country=found.country,
        segments=found.segments,
        price=None if refusal else found.price,
        refusal=refusal,
    )


def _unpaid(number: str, found: Quote) -> str:
    """Why it may not be paid for. The budget's lock makes one after the other of those who ask at once."""
    budget = SmsBudget.locked()
    if _had(number) >= budget.per_number:
        return "number_cap"
    return "" if budget.charge(found.price) else "budget_spent"


def _had(number: str) -> int:
    of_this_hour = Step.objects.filter(channel="sms", address=number, armed_at__gt=Now() - HOUR)
    return of_this_hour.exclude(state=State.FAILED, called_at=None).count()
