import hashlib
import json
from datetime import timedelta

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.events.recording import record
from notifications.events import MailingMoved
from notifications.models.category import Lane
from notifications.models.notification import NOT_BEGUN, Notification
from notifications.plans import CHANNELS

BATCH = 500
MOST_A_MINUTE = 60_000
LONG = 3600


class MailingQuerySet(models.QuerySet):
    def due(self, now):
        """Those of which the next batch is to be made."""
        return self.filter(state__in=Mailing.MAKING, due_at__lte=now)


class Mailing(models.Model):
    """The same thing told to everybody of a segment: written batch by batch, so that pausing it acts at once.

    Its cursor moves in the transaction that writes the batch: a worker that dies in between loses and doubles nobody.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SCHEDULED = "scheduled", _("scheduled")
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        DONE = "done", pgettext_lazy("mailing", "done")
        CANCELLED = "cancelled", pgettext_lazy("mailing", "cancelled")

    MAKING = [State.SCHEDULED, State.RUNNING]
    STARTED = [State.RUNNING, State.PAUSED, State.DONE, State.CANCELLED]

    name = models.CharField(pgettext_lazy("thing", "Name"), max_length=100)
    category = models.ForeignKey(
        "notifications.Category", models.PROTECT, related_name="mailings", verbose_name=_("category")
    )
    segment = models.ForeignKey(
        "notifications.Segment", models.PROTECT, related_name="mailings", verbose_name=_("segment")
    )
    # Tried in the order of `plans.CHANNELS`.
    channels = models.JSONField(_("channels"), default=list)
    # By language: {"en": {"title": ..., "text": ..., "url": ...}}; who reads none of them gets the first.
    values = models.JSONField(_("words"), default=dict, blank=True)
    starts_at = models.DateTimeField(_("begins at"), null=True, blank=True)
    per_minute = models.PositiveIntegerField(
        _("at most a minute"), default=3000, validators=[MinValueValidator(1), MaxValueValidator(MOST_A_MINUTE)]
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    # When the next batch is to be made.
    due_at = models.DateTimeField(_("due at"), null=True, blank=True)
    # Customers are taken in the order of their numbers: as far as this one, and no farther than that one.
    reached_id = models.BigIntegerField(_("reached"), default=0, editable=False)
    last_id = models.BigIntegerField(_("last"), default=0, editable=False)
    total = models.PositiveIntegerField(_("customers"), default=0, editable=False)
    made = models.PositiveIntegerField(_("written"), default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = MailingQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                name="mailing_due_while_making",
                condition=Q(state__in=["scheduled", "running"], due_at__isnull=False)
                | (~Q(state__in=["scheduled", "running"]) & Q(due_at=None)),
            )
        ]
        indexes = [models.Index(fields=["due_at"], name="mailing_due", condition=Q(due_at__isnull=False))]

    def __str__(self):
        return self.name

    @property
    def source(self) -> str:
        """Under which its notifications were asked for; their key is the customer's number."""
        return f"mailing:{self.pk}"

    @property
    def steps(self) -> list[dict]:
        """The chosen channels as a plan; each waits as long as the category says, or an hour."""
        seconds = {step["channel"]: step["seconds"] for step in self.category.steps}
        return [{"channel": name, "seconds": seconds.get(name, LONG)} for name in CHANNELS if name in self.channels]

    def language_for(self, customer) -> str:
        """The customer's, if it is written in that, or the house's, or the first it is written in."""
        wished = [(customer.language or "")[:2], settings.LANGUAGE_CODE]
        return next((language for language in wished if language in self.values), min(self.values, default=""))

    def values_for(self, customer) -> dict[str, str]:
        return self.values.get(self.language_for(customer), {})

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_live(self) -> bool:
        return self.state in (self.State.SCHEDULED, self.State.RUNNING, self.State.PAUSED)

    @property
    def fingerprint(self) -> str:
        """Of all that a draft says: its name, to whom, what, when and how."""
        told = [
            self.name,
            self.segment_id,
            self.category_id,
            self.channels,
            self.starts_at,
            self.per_minute,
            self.values,
        ]
        return hashlib.sha256(json.dumps(told, sort_keys=True, cls=DjangoJSONEncoder).encode()).hexdigest()

    @property
    def percent(self) -> int:
        return min(100, self.made * 100 // self.total) if self.total else 0

    @transaction.atomic
    def edit(self, *, seen: str = "", **values) -> bool:
        """While it is a draft, and with `seen` only what was looked at: a colleague may have written meanwhile."""
        draft = Mailing.objects.select_for_update().filter(pk=self.pk, state=self.State.DRAFT).first()
        same = draft is not None and seen in ("", draft.fingerprint)
        if same:
            Mailing.objects.filter(pk=self.pk).update(**values)
        self.refresh_from_db()
        return same

    def discard(self) -> bool:
        return bool(Mailing.objects.filter(pk=self.pk, state=self.State.DRAFT).delete()[0])

    # Each verb below is one conditional UPDATE: of two who press at the same time one does it. It waits for the batch
    # that is being written, which takes less than a second.

    @transaction.atomic
    def schedule(self, *, by, seen: str | None = None) -> bool:
        """With `seen`, only what was looked at: a colleague may have written something else since."""
        if seen is not None and seen != Mailing.objects.select_for_update().get(pk=self.pk).fingerprint:
            return False
        return self._move([self.State.DRAFT], self.State.SCHEDULED, by=by, due_at=Coalesce("starts_at", Now()))

    @transaction.atomic
    def pause(self, *, by) -> bool:
        """Nothing more is written, and what is written but has not begun waits as well."""
        return self._move(self.MAKING, self.State.PAUSED, by=by, due_at=None)

    @transaction.atomic
    def resume(self, *, by) -> bool:
        """Where it was; one paused before its time keeps to its time."""
        begins = models.Case(
            models.When(started_at=None, then=Coalesce("starts_at", Now())),
            default=Now(),
            output_field=models.DateTimeField(),
        )
        return self._move([self.State.PAUSED], self.State.SCHEDULED, by=by, due_at=begins)

    @transaction.atomic
    def cancel(self, *, by) -> bool:
        """For good: what has not begun to leave stays here."""
        moved = self._move([*self.MAKING, self.State.PAUSED], self.State.CANCELLED, by=by, due_at=None, ended_at=Now())
        if moved:
            waiting = Notification.objects.moving().filter(mailing=self, position=NOT_BEGUN)
            ended = {"state": Notification.State.CANCELLED, "why": "mailing_cancelled"}
            waiting.update(due_at=None, settled_at=Now(), **ended)
        return moved

    # The two below run under the row's lock, a sweep's.

    def begin(self) -> None:
        """Whoever is of the segment now is who it goes to: later ones are not."""
        if self.started_at is None:
            people = self.segment.customers
            last = people.aggregate(last=Max("pk"))["last"] or 0
            self._change(total=people.count(), last_id=last, started_at=Now())
        self._change(state=self.State.RUNNING)

    def write_batch(self) -> None:
        """Notifications for the next customers; with none left it is done."""
        from notifications.notifying import notify_many

        if self._waiting() >= BATCH:
            return self._change(due_at=Now() + timedelta(seconds=1))
        size = min(BATCH, self.per_minute)
        left = self.segment.customers.filter(pk__gt=self.reached_id, pk__lte=self.last_id)
        people = list(left.order_by("pk")[:size])
        notify_many(mailing=self, customers=people)
        if len(people) < size:
            return self._change(state=self.State.DONE, due_at=None, ended_at=Now(), made=F("made") + len(people))
        # Late, it does not make up for what it missed: a throttle is a promise to providers.
        pause = timedelta(seconds=size * 60 / self.per_minute)
        return self._change(reached_id=people[-1].pk, made=F("made") + len(people), due_at=Now() + pause)

    def _waiting(self) -> int:
        """How many of its own could begin and have not: it writes no faster than they leave."""
        begun = Notification.objects.moving().filter(
            lane=Lane.BULK, mailing=self, position=NOT_BEGUN, due_at__lte=Now()
        )
        return begun[:BATCH].count()

    def _move(self, states: list, state: str, *, by, **changes) -> bool:
        moved = Mailing.objects.filter(pk=self.pk, state__in=states).update(state=state, **changes)
        self.refresh_from_db()
        if moved:
            record(MailingMoved(mailing_id=self.pk, state=str(state)), by=by)
        return bool(moved)

    def _change(self, **changes) -> None:
        Mailing.objects.filter(pk=self.pk).update(**changes)
        self.refresh_from_db(fields=[*changes])
