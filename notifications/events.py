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
class MailingMoved(DomainEvent, name="mailing.moved"):
    """Somebody has scheduled, paused, resumed or cancelled it."""

    mailing_id: int
    state: str

    @property
    def stream(self) -> str:
        return f"mailing:{self.mailing_id}"
