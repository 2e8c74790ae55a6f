import base64
import random
import secrets
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.events.recording import record
from core.rest import json_text
from core.secrets import EncryptedTextField
from core.sends import MOVING, Send, State
from core.transports import Transport
from notifications.events import (
    WebhookActivated,
    WebhookDeactivated,
    WebhookEdited,
    WebhookMade,
    WebhookReplayed,
    WebhookSecretRenewed,
)

# After the first try; with what the tries themselves take, three days.
PAUSES = [5, 60, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 20 * 3600]
WORTH = timedelta(days=3)
# How long the former secret signs as well, so that the receiver changes it at leisure.
BOTH_SIGN = timedelta(hours=24)
# An endpoint that failed is left alone so long, and holds no thread that another needs.
REST = timedelta(seconds=15)
ENDED = [State.ACCEPTED, State.DELIVERED, State.FAILED, State.UNKNOWN]
TEST = "webhook.test"
# Of `core.outgoing` and of the state machine.
TROUBLES = {
    "refused": _("another answer than 2xx"),
    "gone": _("the receiver says that it is gone"),
    "late": _("no answer within nine seconds"),
    "broken": _("the connection broke"),
    "unknown": _("there is no such host"),
    "private": _("the address leads into a private network"),
    "bad_address": _("the address cannot be called"),
    "large": _("the answer is too large"),
    "busy": _("too many calls at once"),
    "the webhook is off": _("the webhook is off"),
    "not sent in time": _("not taken in three days"),
    "tried too often": _("not taken in three days"),
}


class Kind(models.TextChoices):
    SETTLED = "notification.settled", _("it is known how a notification ended")
    LEAD = "lead.created", _("somebody would like an offer")


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


class WebhookEndpointQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def listening(self, kind: str):
        return self.active().filter(kinds__contains=[kind])


class WebhookEndpoint(models.Model):
    """An address of another system that is told what happens here."""

    url = models.CharField(_("address"), max_length=500)
    kinds = ArrayField(models.CharField(max_length=60, choices=Kind), verbose_name=_("is told"))
    secret = EncryptedTextField(_("secret"), default=new_secret, editable=False)
    # Signs as well until then.
    former_secret = EncryptedTextField(_("former secret"), blank=True, editable=False)
    former_until = models.DateTimeField(_("former secret until"), null=True, blank=True, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    # Why it is off without anybody's wish: "gone" when it answered 410.
    off_because = models.CharField(_("switched off because"), max_length=40, blank=True, editable=False)
    resting_until = models.DateTimeField(_("resting until"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("created at"), db_default=Now())

    objects = WebhookEndpointQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.url

    @classmethod
    @transaction.atomic
    def make(cls, *, url: str, kinds: list[str], by) -> "WebhookEndpoint":
        endpoint = cls.objects.create(url=url, kinds=kinds)
        record(WebhookMade(endpoint_id=endpoint.pk), by=by)
        return endpoint

    @transaction.atomic
    def edit(self, *, url: str, kinds: list[str], by) -> None:
        changes = {"url": url, "kinds": kinds}
        if WebhookEndpoint.objects.filter(pk=self.pk).exclude(**changes).update(**changes):
            record(WebhookEdited(endpoint_id=self.pk), by=by)

    @property
    def signing_secrets(self) -> list[str]:
        """The newest first; the former one while it still counts."""
        former = self.former_until is not None and self.former_until > timezone.now()
        return [self.secret, self.former_secret] if former else [self.secret]

    @transaction.atomic
    def renew_secret(self, *, by) -> str:
        """A new secret; for a day deliveries carry the signatures of both."""
        locked = WebhookEndpoint.objects.select_for_update().get(pk=self.pk)
        self.former_secret, self.secret = locked.secret, new_secret()
        self.former_until = timezone.now() + BOTH_SIGN
        self.save(update_fields=["secret", "former_secret", "former_until"])
        record(WebhookSecretRenewed(endpoint_id=self.pk), by=by)
        return self.secret

    @transaction.atomic
    def deactivate(self, *, by, because: str = "") -> None:
        """What waits for it fails at once, and can be replayed."""
        if WebhookEndpoint.objects.filter(pk=self.pk, is_active=True).update(is_active=False, off_because=because):
            waiting = self.deliveries.filter(state=State.ARMED)
            waiting.update(state=State.FAILED, due_at=None, settled_at=Now(), error="the webhook is off")
            record(WebhookDeactivated(endpoint_id=self.pk, because=because), by=by)

    @transaction.atomic
    def activate(self, *, by) -> None:
        off = WebhookEndpoint.objects.filter(pk=self.pk, is_active=False)
        if off.update(is_active=True, off_because="", resting_until=None):
            record(WebhookActivated(endpoint_id=self.pk), by=by)

    def rest(self) -> None:
        WebhookEndpoint.objects.filter(pk=self.pk).update(resting_until=Now() + REST)

    def send_test(self) -> "WebhookDelivery":
        return WebhookDelivery.objects.create(**WebhookDelivery.about(TEST, {"endpoint": self.pk}), endpoint=self)


class WebhookDelivery(Send):
    """One event told to one endpoint; kept for a month with what was answered."""

    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries", verbose_name=_("webhook"))
    kind = models.CharField(_("kind"), max_length=60)
    # The very bytes that are signed, the same at each attempt.
    body = models.TextField(_("content"))
    answered = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), db_default=Now())

    most_attempts = len(PAUSES) + 1

    class Meta(Send.Meta):
        verbose_name = _("delivery of a webhook")
        verbose_name_plural = _("deliveries of webhooks")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["due_at"], name="delivery_due", condition=Q(state__in=MOVING)),
            models.Index(fields=["endpoint", "-id"], name="delivery_of_endpoint"),
            models.Index(
                fields=["endpoint"], name="delivery_going_on", condition=Q(state__in=[State.CLAIMED, State.CALLING])
            ),
            models.Index(fields=["created_at"], name="delivery_age"),
        ]

    @staticmethod
    def tell(kind: str, data: Callable[[], dict]) -> None:
        """A row for each endpoint that listens, in the transaction of what happened; what is told is made only then."""
        if endpoints := list(WebhookEndpoint.objects.listening(kind)):
            about = WebhookDelivery.about(kind, data())
            WebhookDelivery.objects.bulk_create(WebhookDelivery(endpoint=endpoint, **about) for endpoint in endpoints)

    @staticmethod
    def about(kind: str, data: dict) -> dict[str, Any]:
        content = {"type": kind, "timestamp": timezone.now(), "data": data}
        return {"kind": kind, "body": json_text(content), "not_after": Now() + WORTH}

    @property
    def message_id(self) -> str:
        """The same at each attempt and each replay: by it the receiver knows what he has had."""
        return f"msg_{self.reference.hex}"

    @property
    def has_ended(self) -> bool:
        return self.state in ENDED

    @property
    def trouble(self):
        """Why it has not gone, in words for whoever looks after it."""
        return TROUBLES.get(self.error, self.error)

    @transaction.atomic
    def replay(self, *, by) -> bool:
        """Send it again from the beginning; false while it is on its way or its webhook is off."""
        ended = WebhookDelivery.objects.filter(pk=self.pk, state__in=ENDED, endpoint__is_active=True)
        again = {"attempts": 0, "asks": 0, "absences": 0, "error": "", "answered": None, "settled_at": None}
        if not ended.update(state=State.ARMED, due_at=Now(), not_after=Now() + WORTH, **again):
            return False
        record(WebhookReplayed(endpoint_id=self.endpoint_id, delivery_id=self.pk), by=by)
        return True

    def transport(self) -> Transport:
        from notifications.webhooks.transport import WebhookTransport

        return WebhookTransport()

    def pause(self) -> float:
        return PAUSES[min(self.attempts, len(PAUSES)) - 1] * random.uniform(0.8, 1.2)  # noqa: S311
