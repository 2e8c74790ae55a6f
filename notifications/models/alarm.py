from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.actors import SYSTEM
from core.events.recording import record
from notifications.events import DeliveryAlarmClosed, DeliveryAlarmOpened
from notifications.plans import CHANNELS


class DeliveryAlarm(models.Model):
    """From when to when too few attempts of a category arrived on a channel."""

    category = models.ForeignKey(
        "notifications.Category", models.CASCADE, related_name="alarms", verbose_name=_("category")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=list(CHANNELS.items()))
    # In percent, as they were when it opened, and the worst that was seen.
    threshold = models.PositiveSmallIntegerField(_("alarm below, %"))
    share = models.FloatField(_("delivered, %"))
    worst = models.FloatField(_("worst, %"))
    opened_at = models.DateTimeField(_("since"), db_default=Now())
    closed_at = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery alarm")
        verbose_name_plural = _("delivery alarms")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "channel"], name="one_open_alarm_per_channel", condition=Q(closed_at=None)
            )
        ]

    def __str__(self):
        return f"{self.category} · {self.get_channel_display()}"

    @classmethod
    @transaction.atomic
    def open(cls, category, channel: str, *, share: float) -> None:
        """Once: while one is open, it takes note of how bad it is."""
        values = {"threshold": category.alarm_below, "share": share, "worst": share}
        alarm, opened = cls.objects.get_or_create(category=category, channel=channel, closed_at=None, defaults=values)
        if opened:
            record(DeliveryAlarmOpened(alarm_id=alarm.pk, category=category.slug, channel=channel), by=SYSTEM)
        else:
            cls.objects.filter(pk=alarm.pk).update(share=share, worst=min(alarm.worst, share))

    @transaction.atomic
    def close(self) -> None:
        if DeliveryAlarm.objects.filter(pk=self.pk, closed_at=None).update(closed_at=Now()):
            record(DeliveryAlarmClosed(alarm_id=self.pk, category=self.category.slug, channel=self.channel), by=SYSTEM)
