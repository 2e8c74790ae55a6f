from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.hours import KeepsHours
from accounts.models.keeping import Keeping
from accounts.zones import validate_time_zone


class DepartmentQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def open_to(self, chosen):
        """What a form offers: those that answer, and what was chosen before it was closed."""
        return self.filter(models.Q(is_active=True) | models.Q(pk__in=chosen))


class Department(Keeping, KeepsHours):
    """The group of people that answers one kind of matter."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("slug"), max_length=60, unique=True)
    icon = models.CharField(_("icon"), max_length=40, default="inbox", help_text=_("The name of a lucide icon."))
    is_active = models.BooleanField(_("active"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    reply_within = models.DurationField(
        _("answers within"), default=timedelta(minutes=15), help_text=_("Counted in opening hours.")
    )

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["position", "name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Who belongs to which department, and so sees its tickets."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("person")
    )
    department = models.ForeignKey(Department, models.CASCADE, related_name="memberships", verbose_name=_("department"))
    joined_at = models.DateTimeField(_("joined at"), auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "department"], name="membership_once_per_department")]

    def __str__(self) -> str:
        return f"{self.user} · {self.department}"
