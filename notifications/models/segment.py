from django.core.validators import MinLengthValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications import segments


class Segment(models.Model):
    """Which customers a mailing goes to, as conditions that all hold; asked anew each time."""

    name = models.CharField(
        pgettext_lazy("thing", "Name"), max_length=100, unique=True, validators=[MinLengthValidator(2)]
    )
    # {"language": "ru", "reaches": "push", "wrote_after": "2026-01-31", ...}: see `notifications.segments`.
    conditions = models.JSONField(_("conditions"), default=dict, blank=True, validators=[segments.validate])
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["name", "pk"]

    def __str__(self):
        return self.name

    @property
    def customers(self) -> models.QuerySet:
        return segments.compiled(self.conditions)
