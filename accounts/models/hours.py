from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class OpeningHours(models.Model):
    """When a department answers on one day of the week, on its own clock. Without any row it answers day and night."""

    Weekday = Weekday

    department = models.ForeignKey(
        "accounts.Department", models.CASCADE, related_name="hours", verbose_name=_("department")
    )
    weekday = models.PositiveSmallIntegerField(_("day"), choices=Weekday)
    opens_at = models.TimeField(_("opens at"))
    closes_at = models.TimeField(_("closes at"), help_text=_("00:00 is the end of the day."))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["weekday", "opens_at"]
        constraints = [
            models.UniqueConstraint(fields=["department", "weekday", "opens_at"], name="hours_once_per_opening"),
            models.CheckConstraint(
                name="hours_open_before_they_close",
                condition=Q(opens_at__lt=F("closes_at")) | Q(closes_at="00:00"),
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens_at:%H:%M}–{self.closes_at:%H:%M}"


class Holiday(models.Model):
    """A day on which a department, or the whole house, does not answer."""

    department = models.ForeignKey(
        "accounts.Department",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="holidays",
        verbose_name=_("department"),
        help_text=_("Empty: every department."),
    )
    on = models.DateField(_("day"))
    name = models.CharField(pgettext_lazy("holiday", "name"), max_length=100)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(fields=["department", "on"], name="holiday_once_per_day", nulls_distinct=False)
        ]

    def __str__(self):
        return self.name
