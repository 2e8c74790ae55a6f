from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models.fields.related_descriptors import ReverseOneToOneDescriptor
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.events import AgentStatusChanged
from core.actors import SYSTEM
from core.events.recording import record

FRESH = timedelta(seconds=60)
OFFLINE = "offline"


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

    def lapsed(self):
        """Not seen for a minute, and nobody wrote that down yet."""
        return self.filter(lapses_at__lte=Now()).order_by("lapses_at")

    def online(self, *, now: datetime | None = None):
        return self.fresh(now=now).filter(status=Status.ONLINE)


class Presence(models.Model):
    """What one agent says about being reachable, believed only while he is seen."""

    Status = Status

    user = PresenceField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="presence", verbose_name=_("person")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ONLINE)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)
    # Who set this status, where it was not the person himself.
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("set by")
    )
    # Null while he is offline: what was once lapsed is not lapsed again.
    lapses_at = models.DateTimeField(_("lapses at"), null=True, blank=True, db_index=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presence")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.status}"

    def at(self, now: datetime) -> str:
        """What others may believe at that moment: the status, or "offline"."""
        return self.status if self.seen_at and self.seen_at > now - FRESH else OFFLINE

    @transaction.atomic
    def go(self, status: str, *, by) -> bool:
        """By himself, or by a supervisor; then it is said who did it."""
        set_by = by.pk if by.actor_kind == "agent" and by.pk != self.user_id else None
        here = Presence.objects.filter(pk=self.pk)
        changed = here.exclude(status=Status(status)).update(status=status, set_by=set_by)
        self.refresh_from_db()
        if changed and self.lapses_at:
            self._log(status, by=by, set_by_id=set_by)
        return bool(changed)

    @transaction.atomic
    def see(self) -> None:
        """A sign of life, every 20 seconds from an open desk; the first after a silence is a change of its own."""
        here = Presence.objects.filter(pk=self.pk)
        came_back = here.filter(lapses_at=None).update(seen_at=Now(), lapses_at=Now() + FRESH)
        if not came_back:
            here.update(seen_at=Now(), lapses_at=Now() + FRESH)
        self.refresh_from_db()
        if came_back:
            self._log(self.status, by=self.user)

    @transaction.atomic
    def lapse(self) -> None:
        """Races with see(): whichever comes first takes the row, and a sign of life in time wins."""
        lapsed_at = self.lapses_at
        if Presence.objects.lapsed().filter(pk=self.pk).update(lapses_at=None):
            self._log(OFFLINE, by=SYSTEM, happened_at=lapsed_at)
        self.refresh_from_db()

    def _log(self, status: str, *, by, **more) -> None:
        PresenceChange.objects.create(user_id=self.user_id, status=status, **more)
        event = AgentStatusChanged(agent_id=self.user_id, status=status, set_by_id=more.get("set_by_id"))
        record(event, by=by)


class PresenceChange(models.Model):
    """The log of who was reachable when, for schedules kept and shifts missed."""

    class Status(models.TextChoices):
        ONLINE = "online", _("Online")
        BUSY = "busy", _("Busy")
        AWAY = "away", _("Away")
        OFFLINE = "offline", _("Offline")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="presence_changes", verbose_name=_("person")
    )
    status = models.CharField(_("status"), max_length=10, choices=Status)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("set by")
    )
    happened_at = models.DateTimeField(_("happened at"), db_default=Now())

    class Meta:
        verbose_name = _("presence change")
        verbose_name_plural = _("presence changes")
        ordering = ["-happened_at", "-pk"]
        indexes = [models.Index(fields=["user", "-happened_at"], name="presence_change_by_user")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.status}"
