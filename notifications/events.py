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
class WebhookEvent(DomainEvent, name="webhook"):
    endpoint_id: int

    @property
    def stream(self) -> str:
        return f"webhook:{self.endpoint_id}"


class WebhookMade(WebhookEvent, name="webhook.made"):
    pass


class WebhookEdited(WebhookEvent, name="webhook.edited"):
    pass


class WebhookSecretRenewed(WebhookEvent, name="webhook.secret_renewed"):
    pass


class WebhookActivated(WebhookEvent, name="webhook.activated"):
    pass


@dataclass(frozen=True, kw_only=True)
class WebhookDeactivated(WebhookEvent, name="webhook.deactivated"):
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class WebhookReplayed(WebhookEvent, name="webhook.replayed"):
    delivery_id: int


@dataclass(frozen=True, kw_only=True)
class TestRunStarted(DomainEvent, name="test_run.started"):
    run_id: int
    cascades: int


@dataclass(frozen=True, kw_only=True)
class CategoryMade(DomainEvent, name="category.made"):
    category_id: int


@dataclass(frozen=True, kw_only=True)
class CategoryEdited(DomainEvent, name="category.edited"):
    """`fields` are the names of what changed, "is_active" among them."""

    category_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class TemplateWritten(DomainEvent, name="template.written"):
    category_id: int
    channel: str
    language: str


@dataclass(frozen=True, kw_only=True)
class TemplateRemoved(DomainEvent, name="template.removed"):
    category_id: int
    channel: str
    language: str


@dataclass(frozen=True, kw_only=True)
class DeliveryAlarmOpened(DomainEvent, name="delivery_alarm.opened"):
    """Too few of a category arrive on a channel."""

    alarm_id: int
    category: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class DeliveryAlarmClosed(DomainEvent, name="delivery_alarm.closed"):
    alarm_id: int
    category: str
    channel: str


@dataclass(frozen=True, kw_only=True)
class MailingMoved(DomainEvent, name="mailing.moved"):
    """Somebody has scheduled, paused, resumed or cancelled it."""

    mailing_id: int
    state: str

    @property
    def stream(self) -> str:
        return f"mailing:{self.mailing_id}"


@dataclass(frozen=True, kw_only=True)
class WishesChanged(DomainEvent, name="customer.wishes_changed"):
    """What a customer wishes to be told is another now; what exactly stands in his opt-outs."""

    customer_id: int
    said_by: str

    @property
    def stream(self) -> str:
        return f"customer:{self.customer_id}"
