from core.transports import Refused, Transport
from notifications.channels.channel import Channel, Target, channel
from notifications.models import Lane
from notifications.push.carriers import carrier, provider_for
from notifications.push.message import Push
from notifications.receipts import receipt_for


@channel("push")
class PushChannel(Channel):
    """Every live device of the customer, all at once: whichever proves it first ends the cascade."""

    def targets(self, notification) -> list[Target]:
        return [target_of(device) for device in notification.customer.devices.live()]

    def transport(self, step) -> Transport:
        return carrier(step.provider, message_of)


def target_of(device) -> Target:
    provider = provider_for(device)
    refusal = "" if provider else "no_provider"
    # The ledger names who should have carried it.
    return Target(target=f"device:{device.pk}", device=device, provider=provider or device.kind, refusal=refusal)


def message_of(step) -> Push:
    """Raises Refused where somebody else has signed in on the device since: it was not meant for him."""
    if not _is_meant_for(step.device, step.notification):
        raise Refused("unregistered")
    return Push(
        tag=str(step.notification.public_id),
        **step.words,
        receipt=receipt_for(step),
        is_urgent=step.lane != Lane.BULK,
        not_after=step.not_after,
    )


def _is_meant_for(device, notification) -> bool:
    """The customer's own; or a colleague's, who tries something on himself."""
    return device.customer_id == notification.customer_id or (notification.is_trial and device.user_id is not None)
