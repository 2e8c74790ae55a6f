from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.models.sharing import Shared, SharedQuerySet

LONGEST_NAME = 80


class MacroQuerySet(SharedQuerySet):
    def best_first(self):
        return self.order_by("-used_count", "name", "pk")


class Macro(Shared):
    """Several acts under one name, done to a ticket together or not at all."""

    name = models.CharField(pgettext_lazy("thing", "Name"), max_length=LONGEST_NAME)
    # [{"do": "tag", "value": "3", "more": ""}, ...]; automation/steps says what each kind means by them.
    steps = models.JSONField(_("steps"), default=list)

    objects = MacroQuerySet.as_manager()

    class Meta:
        verbose_name = _("macro")
        verbose_name_plural = _("macros")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(
                name="macro_is_personal_or_departmental", condition=Q(owner=None) | Q(department=None)
            )
        ]

    def __str__(self):
        return self.name

    def count_use(self) -> None:
        type(self).objects.filter(pk=self.pk).update(used_count=F("used_count") + 1, last_used_at=Now())
