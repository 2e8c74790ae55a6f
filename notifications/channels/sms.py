from core.transports import Transport
from customers.models import Identity
from notifications.channels.channel import Channel, Target, channel
from notifications.channels.console import Console, console_is_on


@channel("sms")
class Sms(Channel):
    """The customer's number: a proved one before one that somebody merely typed."""

    def targets(self, notification) -> list[Target]:
        numbers = notification.customer.identities.filter(kind=Identity.Kind.PHONE).order_by("verified_at", "pk")
        return [Target(target="phone", address=each.value, provider="console") for each in numbers[:1]]

    def transport(self, step) -> Transport:
        if console_is_on():
            return Console()
        raise NotImplementedError
