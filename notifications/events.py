from dataclasses import dataclass

from core.events.kinds import DomainEvent


@dataclass(frozen=True, kw_only=True)
class NotificationSettled(DomainEvent, name="notification.settled"):
    """It is known how the cascade ended. A state can be told again: a proof may come after "failed"."""

    notification_id: int
    state: str

    @property
    def stream(self) -> str:
        return f"notification:{self.notification_id}"


@dataclass(frozen=True, kw_only=True)
class WishesChanged(DomainEvent, name="customer.wishes_changed"):
    """What a customer wishes to be told is another now; what exactly stands in his opt-outs."""

    customer_id: int
    said_by: str

    @property
    def stream(self) -> str:
        return f"customer:{self.customer_id}"
