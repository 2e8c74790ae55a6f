from core.transports import Transport
from customers.models import Identity
from notifications.channels.channel import Channel, Target, channel
from notifications.channels.console import Console, console_is_on


@channel("email")
class Email(Channel):
    """The customer's mail address: a proved one before one that somebody merely typed."""

    def targets(self, notification) -> list[Target]:
        addresses = notification.customer.identities.filter(kind=Identity.Kind.EMAIL).order_by("verified_at", "pk")
        return [Target(target="email", address=each.value, provider="console") for each in addresses[:1]]

    def transport(self, step) -> Transport:
        if console_is_on():
            return Console()
        raise NotImplementedError
