from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

# How long two tickets that were merged can be parted again.
UNDO_WITHIN = timedelta(days=30)


class Merge(models.Model):
    """That two tickets are one, and how both were before, so that they can be parted again."""

    source = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="merges", verbose_name=_("ticket"))
    into = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="taken_in", verbose_name=_("merged into"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("merged by")
    )
    merged_at = models.DateTimeField(_("merged at"), db_default=Now())
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    # "source", "into", "left": the clocks of both before, of the second one after; "sessions": what was closed.
    former = models.JSONField(_("before"), default=dict)

    class Meta:
        verbose_name = _("merging")
        verbose_name_plural = _("mergings")
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(undone_at=None), name="merge_once_per_ticket"),
            models.CheckConstraint(name="merge_is_of_two", condition=~Q(source=models.F("into"))),
        ]

    def __str__(self):
        return f"#{self.source_id} → #{self.into_id}"


def kept(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON keeps them, to the microsecond."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def restored(values: dict[str, Any]) -> dict[str, Any]:
    return {name: datetime.fromisoformat(value) if _is_time(name, value) else value for name, value in values.items()}


def _is_time(name: str, value: Any) -> bool:
    return isinstance(value, str) and name.endswith(("_at", "_since", "_until"))
