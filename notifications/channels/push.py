from core.transports import Transport
from notifications.channels.channel import Channel, Target, channel
from notifications.channels.console import Console, console_is_on


@channel("push")
class Push(Channel):
    """Every live device of the customer, all at once: whichever proves it first ends the cascade."""

    def targets(self, notification) -> list[Target]:
        live = notification.customer.devices.live()
        return [Target(target=f"device:{each.pk}", device=each, provider=each.kind) for each in live]

    def transport(self, step) -> Transport:
        if console_is_on():
            return Console()
        raise NotImplementedError
