from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.actors import KINDS
from core.events.kinds import DomainEvent, kind_named


class EventQuerySet(models.QuerySet):
    def of(self, stream: str):
        return self.filter(stream=stream).order_by("id")


class Event(models.Model):
    """One thing that happened: the timeline, the audit trail and the outbox in one table, written once."""

    name = models.CharField(_("name"), max_length=80)
    stream = models.CharField(_("stream"), max_length=80, blank=True)
    payload = models.JSONField(_("payload"))
    actor_kind = models.CharField(_("kind of actor"), max_length=10)
    # No foreign key: the actor may be a user, a customer or nobody, and the trail outlives them.
    actor_id = models.BigIntegerField(_("actor’s id"), null=True)
    happened_at = models.DateTimeField(_("happened at"), db_default=Now())

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(fields=["stream", "id"], name="event_stream", condition=~Q(stream="")),
            models.Index(fields=["name", "happened_at"], name="event_name_happened_at"),
        ]
        constraints = [models.CheckConstraint(name="event_actor_kind", condition=Q(actor_kind__in=KINDS))]

    def __str__(self):
        return f"{self.name} #{self.pk}"

    def restore(self) -> DomainEvent:
        return kind_named(self.name).restored(self.payload)


class Reaction(models.Model):
    """One handler that still owes its reaction to one event; the row goes when the reaction is done."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="reactions", verbose_name=_("event"))
    handler = models.CharField(_("handler"), max_length=200)
    # Filled only for handlers that need the order of a stream.
    stream = models.CharField(_("stream"), max_length=80, blank=True)
    due_at = models.DateTimeField(_("due at"), db_default=Now())
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)
    failed_at = models.DateTimeField(_("gave up at"), null=True, blank=True)

    class Meta:
        verbose_name = _("reaction")
        verbose_name_plural = _("reactions")
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="reaction_once_per_handler")]
        indexes = [
            models.Index(fields=["due_at", "id"], name="reaction_due", condition=Q(failed_at=None)),
            models.Index(
                fields=["handler", "stream", "id"],
                name="reaction_order",
                condition=Q(failed_at=None) & ~Q(stream=""),
            ),
        ]

    def __str__(self):
        return f"{self.handler} of event {self.event_id}"


class Job(models.Model):
    """A periodic job: the row holds when it runs next, so no scheduler has to be alive for it."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    next_run_at = models.DateTimeField(_("next run at"), db_default=Now(), db_index=True)
    last_run_at = models.DateTimeField(_("last run at"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("periodic job")
        verbose_name_plural = _("periodic jobs")

    def __str__(self):
        return self.name


class IdempotentAnswer(models.Model):
    """What a program was answered under its Idempotency-Key, so that asking again does nothing again."""

    scope = models.CharField(_("asked by"), max_length=60)
    key = models.CharField(_("key"), max_length=255)
    # Of verb, address and body.
    digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(_("status"))
    body = models.TextField()
    created_at = models.DateTimeField(_("created at"), db_default=Now(), db_index=True)

    class Meta:
        verbose_name = _("answer to an API request")
        verbose_name_plural = _("answers to API requests")
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="idempotency_key_once")]

    def __str__(self):
        return f"{self.scope} {self.key}"
