from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.events import DepartmentEdited, HolidaysEdited
from accounts.timetable import Timetable
from core.events.recording import record


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

    @staticmethod
    @transaction.atomic
    def keep(days: Iterable, *, by) -> None:
        """Those of the whole house, (day, name) each: the whole list."""
        kept = Holiday.objects.filter(department=None)
        if dict(days) == dict(kept.values_list("on", "name")):
            return
        kept.delete()
        Holiday.objects.bulk_create(Holiday(on=on, name=name) for on, name in days)
        record(HolidaysEdited(), by=by)

    def told(self, *, by) -> None:
        """Into the trail, where a single day was changed by hand."""
        event = DepartmentEdited(department_id=self.department_id, fields=["holidays"]) if self.department_id else None
        record(event or HolidaysEdited(), by=by)


class KeepsHours(models.Model):
    """What a department knows of its own time. `now` is an aware moment; so is every answer, in UTC."""

    class Meta:
        abstract = True

    @cached_property
    def timetable(self) -> Timetable:
        return timetables([self])[self.pk]

    def is_open(self, now: datetime) -> bool:
        return self.timetable.is_open(now)

    def opens_next(self, now: datetime) -> datetime | None:
        """When it opens after `now`. None: never again, or it does not close before."""
        return self.timetable.opens_next(now)

    def closes_next(self, now: datetime) -> datetime | None:
        """Until when it is open; None when it is closed, or open day and night."""
        return self.timetable.closes_next(now)

    def answer_due(self, now: datetime) -> datetime | None:
        """By when what is written now is to be answered: `reply_within` of open time later. None: it never opens."""
        return self.timetable.after(now, self.reply_within)  # type: ignore[attr-defined]


def timetables(departments: Iterable) -> dict[int, Timetable]:
    """Of all of them, in two questions; each department remembers its own."""
    found = {department.pk: department for department in departments}
    week: dict[int, dict[int, list]] = {pk: {} for pk in found}
    for row in OpeningHours.objects.filter(department__in=found).order_by("opens_at"):
        week[row.department_id].setdefault(row.weekday, []).append((row.opens_at, row.closes_at))
    days = Holiday.objects.filter(Q(department__in=found) | Q(department=None))
    off = [(day.department_id, day.on) for day in days]
    for pk, department in found.items():
        department.timetable = Timetable(
            zone=ZoneInfo(department.time_zone),
            week={weekday: tuple(rows) for weekday, rows in week[pk].items()},
            days_off=frozenset(on for owner, on in off if owner in (pk, None)),
        )
    return {pk: department.timetable for pk, department in found.items()}
