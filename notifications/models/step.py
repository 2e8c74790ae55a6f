from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import BrinIndex
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.sends import MOVING, Send, State
from core.statements import inserted
from core.transports import Transport
from notifications import channels
from notifications.models.category import Lane
from notifications.plans import CHANNELS

if TYPE_CHECKING:
    from notifications.models.notification import Notification

# What the cascade must hear of.
ENDED = {State.DELIVERED, State.FAILED}


class Step(Send):
    """One attempt of a notification on one channel at one target: a device, a number, an address."""

    notification = models.ForeignKey(
        "notifications.Notification", models.CASCADE, related_name="steps", verbose_name=_("notification")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    channel = models.CharField(_("channel"), max_length=10, choices=list(CHANNELS.items()))
    lane = models.CharField(_("lane"), max_length=10, choices=Lane)
    # "device:5", "phone": unique within its step, so that nobody is told twice.
    target = models.CharField(_("target"), max_length=60, blank=True)
    device = models.ForeignKey(
        "notifications.Device", models.SET_NULL, null=True, blank=True, related_name="steps", verbose_name=_("device")
    )
    # Number or mail address as it was then.
    address = models.CharField(_("address"), max_length=320, blank=True)
    provider = models.CharField(_("provider"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    segments = models.PositiveSmallIntegerField(_("segments"), null=True, blank=True)
    price = models.DecimalField(_("price"), max_digits=9, decimal_places=4, null=True, blank=True)
    receipt_at = models.DateTimeField(_("receipt at"), null=True, blank=True)
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    late = models.BooleanField(_("after the deadline"), default=False)

    class Meta(Send.Meta):
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["notification", "position", "pk"]
        constraints = [
            *Send.Meta.constraints,
            models.UniqueConstraint(fields=["notification", "position", "target"], name="step_once_per_target"),
        ]
        indexes = [
            models.Index(fields=["channel", "lane", "due_at"], name="step_due", condition=Q(state__in=MOVING)),
            # What changed lately, for the figures: next to nothing for each row that is written.
            BrinIndex(fields=["called_at", "settled_at"], name="step_changed", pages_per_range=32),
            # How many SMS a number had lately.
            models.Index(fields=["address", "armed_at"], name="step_of_number", condition=Q(channel="sms")),
        ]

    @property
    def lease(self) -> timedelta:  # type: ignore[override]
        return timedelta(seconds=3 if self.lane == Lane.URGENT else 30)

    @property
    def words(self) -> dict[str, str]:
        """What is said here: {"title", "body", "link"}. Never for a log or a page."""
        return self.notification.words.get(self.channel, {})

    def transport(self) -> Transport:
        return channels.of(self.channel, source=self.notification.source).transport(self)

    @classmethod
    def open_all(cls, notification: "Notification") -> bool:
        """A row for each target of the step the notification is at; false when none of them may be tried."""
        channel = notification.steps_planned[notification.position]["channel"]
        found = channels.of(channel, source=notification.source).targets(notification) or [
            channels.Target(refusal="no_target")
        ]
        for target in found:
            inserted(cls._for(notification, channel, target))
        return any(not target.refusal for target in found)

    @classmethod
    def _for(cls, notification: "Notification", channel: str, target: channels.Target) -> "Step":
        refused = {"state": State.FAILED, "due_at": None, "settled_at": Now(), "error": target.refusal}
        return Step(
            notification=notification,
            position=notification.position,
            channel=channel,
            lane=notification.lane,
            not_after=notification.not_after,
            **target.columns(),
            **(refused if target.refusal else {}),
        )

    def receive(self, *, opened: bool = False) -> None:
        """The device's own proof has come; a second one changes nothing."""
        with transaction.atomic():
            told = {"receipt_at": Now(), **({"opened_at": Now()} if opened else {})}
            for column, value in told.items():
                Step.objects.filter(pk=self.pk, **{column: None}).update(**{column: value})
            self.confirm()

    def is_late(self, *, deadline, passed: bool) -> bool:
        """By the database's clock: a proof after its step's deadline, or after the next one began."""
        if passed or deadline is None:
            return passed
        return Step.objects.filter(pk=self.pk).annotate(clock=Now()).filter(clock__gte=deadline).exists()

    def _move(self, states: list, **changes) -> bool:  # type: ignore[override]
        from notifications.models.notification import Notification

        if changes.get("state") not in ENDED:
            return super()._move(states, **changes)
        with transaction.atomic():
            moved = super()._move(states, **changes)
            if moved:
                Notification.locked(self.notification_id).hear(self)
            return moved
