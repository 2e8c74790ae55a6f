import json
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.errors import place_of
from core.secrets import EncryptedTextField
from messengers.kinds import part

TRIES = 10
AGAIN_AFTER = timedelta(seconds=30)


@dataclass(frozen=True)
class Incoming:
    """One thing in a request; `external_id` is the provider's name for it, the same when it is told again."""

    external_id: str
    content: dict[str, Any]


class RawEvent(models.Model):
    """What a provider told us, as it came: kept before it is understood, and understood once."""

    class Outcome(models.TextChoices):
        WAITING = "", _("not looked at yet")
        STATUS = "status", _("what became of a message of ours")
        WISH = "wish", _("a wish: STOP, START or HELP")
        KEPT = "kept", _("kept for later")
        GIVEN_UP = "given_up", _("not understood")

    messenger = models.ForeignKey(
        "messengers.Messenger", models.CASCADE, related_name="raw_events", verbose_name=_("messenger")
    )
    external_id = models.CharField(_("id at the provider"), max_length=200)
    # Numbers and texts of people.
    body = EncryptedTextField(_("content"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, default=Outcome.WAITING)
    received_at = models.DateTimeField(_("received at"), db_default=Now())
    due_at = models.DateTimeField(_("due at"), null=True, blank=True, db_default=Now())
    processed_at = models.DateTimeField(_("processed at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("raw event")
        verbose_name_plural = _("raw events")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["messenger", "external_id"], name="raw_event_once")]
        indexes = [
            models.Index(fields=["due_at"], name="raw_event_due", condition=models.Q(due_at__isnull=False)),
        ]

    def __str__(self):
        return self.external_id

    @staticmethod
    def keep(messenger, incoming: list[Incoming]) -> None:
        """Told again, it stands there already."""
        rows = [
            RawEvent(messenger=messenger, external_id=each.external_id[:200], body=json.dumps(each.content))
            for each in incoming
        ]
        RawEvent.objects.bulk_create(rows, ignore_conflicts=True)

    @property
    def content(self) -> dict[str, Any]:
        return json.loads(self.body)

    # Under the row's lock, which a sweep holds.

    def process(self) -> None:
        outcome = part(self.messenger.kind, "webhook").process(self)
        self._change(outcome=outcome, processed_at=Now(), due_at=None, error="")

    def put_off(self, error: Exception) -> None:
        """It failed and is tried again for a while; then it waits for a person."""
        again = self.attempts + 1 < TRIES
        later = {"due_at": Now() + AGAIN_AFTER} if again else {"due_at": None, "outcome": self.Outcome.GIVEN_UP}
        self._change(attempts=F("attempts") + 1, error=place_of(error)[:300], **later)

    def _change(self, **changes) -> None:
        RawEvent.objects.filter(pk=self.pk).update(**changes)
