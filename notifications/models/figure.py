from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from notifications.plans import CHANNELS


class Figure(models.Model):
    """How an hour's attempts went, summed up so that a page over 30 days need not count each of them."""

    hour = models.DateTimeField(_("hour"))
    category = models.ForeignKey(
        "notifications.Category", models.CASCADE, related_name="figures", verbose_name=_("category")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=list(CHANNELS.items()))
    provider = models.CharField(_("provider"), max_length=20, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    # Each that was called is in one of the three after it: sent = delivered + failed + unknown.
    sent = models.PositiveIntegerField(_("sent"))
    delivered = models.PositiveIntegerField(_("delivered"))
    failed = models.PositiveIntegerField(_("failed"))
    unknown = models.PositiveIntegerField(_("without proof"))
    late = models.PositiveIntegerField(_("proved late"))
    # Of those delivered, from the call to the proof, all together.
    seconds = models.FloatField(_("seconds to the proof"))
    rolled_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("figure of delivery")
        verbose_name_plural = _("figures of delivery")
        ordering = ["-hour", "category", "channel"]
        constraints = [
            models.UniqueConstraint(
                fields=["hour", "category", "channel", "provider", "country"], name="figure_once_per_hour"
            )
        ]
        indexes = [models.Index(fields=["rolled_at"], name="figure_rolled")]

    def __str__(self):
        return f"{self.hour:%Y-%m-%d %H:%M} {self.category_id} {self.channel}"
