from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models.fields.related_descriptors import ReverseOneToOneDescriptor
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

FRESH = timedelta(seconds=60)


class Status(models.TextChoices):
    ONLINE = "online", _("Online")
    BUSY = "busy", _("Busy")
    AWAY = "away", _("Away")


class BornOnFirstLook(ReverseOneToOneDescriptor):
    """`user.presence` exists for every user, however the user came about."""

    def __get__(self, instance, cls=None):
        try:
            return super().__get__(instance, cls)
        except self.RelatedObjectDoesNotExist:
            row, _created = self.related.related_model.objects.get_or_create(user=instance)
            return row


class PresenceField(models.OneToOneField):
    related_accessor_class = BornOnFirstLook


class PresenceQuerySet(models.QuerySet):
    def fresh(self, *, now: datetime | None = None):
        """Seen within the last minute; the database's clock unless one is given."""
        return self.filter(seen_at__gt=(now or Now()) - FRESH)

    def online(self, *, now: datetime | None = None):
        return self.fresh(now=now).filter(status=Status.ONLINE)


class Presence(models.Model):
    """What one agent says about being reachable, believed only while he is seen."""

    Status = Status

    user = PresenceField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="presence")
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ONLINE)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)
    # Null while he is offline: what was once lapsed is not lapsed again.
    lapses_at = models.DateTimeField(_("lapses at"), null=True, blank=True, db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presence")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.status}"


class PresenceChange(models.Model):
    """The log of who was reachable when, for schedules kept and shifts missed."""

    class Status(models.TextChoices):
        ONLINE = "online", _("Online")
        BUSY = "busy", _("Busy")
        AWAY = "away", _("Away")
        OFFLINE = "offline", _("Offline")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="presence_changes")
    status = models.CharField(_("status"), max_length=10, choices=Status)
    happened_at = models.DateTimeField(_("happened at"), db_default=Now())

    class Meta:
        verbose_name = _("presence change")
        verbose_name_plural = _("presence changes")
        ordering = ["-happened_at", "-pk"]
        indexes = [models.Index(fields=["user", "-happened_at"], name="presence_change_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.status}"
