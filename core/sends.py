"""Sends that cost money or that people see (SMS, push, mail, messenger, webhook): one state machine for all.

armed -> claimed (lease) -> calling -> accepted -> delivered | failed | unknown, with a commit between each. Killed in
claimed: nothing has left, the lease runs out and another worker claims. Killed in calling: it may have left, so the
provider is asked, and it is never sent again blindly.
"""

import random
import uuid
from datetime import timedelta

import structlog
from django.db import models
from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.errors import place_of
from core.statements import updated
from core.sweeps.registry import Sweep
from core.transports import Refused, Transport, TryLater

logger = structlog.get_logger(__name__)

# A call lasts 10 s at most; after this long without an answer nobody is calling any more.
ASK_AFTER = timedelta(seconds=15)
ABSENT_TWICE = 2
GIVE_UP_ASKING = 20
LONGEST_PAUSE = 60
# What must still be as we left it for a row to be ours.
CLAIM = ("attempts",)
ASKING = ("attempts", "asks")


class State(models.TextChoices):
    ARMED = "armed", _("waiting")
    CLAIMED = "claimed", _("taken up")
    CALLING = "calling", _("being sent")
    ACCEPTED = "accepted", _("accepted")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")
    UNKNOWN = "unknown", _("unclear")


MOVING = [State.ARMED, State.CLAIMED, State.CALLING]
# Moving, or unclear: it may prove to have gone out all the same.
UNDECIDED = [*MOVING, State.UNKNOWN]


class Send(models.Model):
    """One thing to be sent to one target once; the concrete model adds target and content."""

    # Our id at the provider: in the URL of its callback, and what we ask for.
    reference = models.UUIDField(_("reference"), default=uuid.uuid4, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ARMED)
    # When the machine must act next: send, take over a lost lease, or ask the provider.
    due_at = models.DateTimeField(_("due at"), null=True, blank=True, db_default=Now())
    not_after = models.DateTimeField(_("not after"), null=True, blank=True)
    # Counts claims, and so tells a worker that woke up too late that the row is no longer its own.
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    asks = models.PositiveSmallIntegerField(_("questions to the provider"), default=0)
    absences = models.PositiveSmallIntegerField(_("unknown to the provider"), default=0)
    provider_id = models.CharField(_("id at the provider"), max_length=200, blank=True, db_index=True)
    error = models.CharField(_("error"), max_length=300, blank=True)
    armed_at = models.DateTimeField(_("armed at"), db_default=Now())
    called_at = models.DateTimeField(_("called at"), null=True, blank=True)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    # Shorter where a late send is worth nothing: 3 s for codes.
    lease = timedelta(seconds=30)
    most_attempts = 50

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_due_while_moving",
                condition=Q(state__in=MOVING, due_at__isnull=False) | (~Q(state__in=MOVING) & Q(due_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="%(app_label)s_%(class)s_due", condition=Q(state__in=MOVING)),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.reference}"

    def transport(self) -> Transport:
        raise NotImplementedError

    def call(self) -> None:
        """Send what this worker has claimed."""
        transport = self.transport()
        try:
            prepared = transport.prepare(self)
            if not self._move([State.CLAIMED], state=State.CALLING, called_at=Now(), due_at=Now() + ASK_AFTER):
                return
            provider_id = transport.send(self, prepared)
        except Refused as error:
            self._fail(str(error))
        except TryLater as error:
            self._rearm(str(error), error.retry_after)
        except Exception as error:
            self._leave(error)
        else:
            self._accept(provider_id)

    def reconcile(self) -> None:
        """Find out from the provider whether a call that nobody saw the end of went out."""
        transport = self.transport()
        if not transport.can_find:
            return self._doubt("the provider cannot be asked")
        try:
            provider_id = transport.find(self)
        except Exception as error:
            return self._ask_again(place_of(error))
        return self._accept(provider_id) if provider_id else self._miss()

    def acknowledge(self, *, provider_id: str) -> None:
        """The far side says that it has it: nothing that is decided becomes undecided by that."""
        if self.state in UNDECIDED:
            self._accept(provider_id)

    def confirm(self, *, provider_id: str = "") -> bool:
        """The far side says that it arrived; false when that was known. Settles what was unclear, whenever it comes."""
        changes = {"provider_id": provider_id} if provider_id else {}
        undecided = [state for state in State if state != State.DELIVERED]
        return self._move(
            undecided, fence=(), state=State.DELIVERED, due_at=None, settled_at=Now(), error="", **changes
        )

    def deny(self, error: str) -> bool:
        """The far side says that it will not arrive."""
        decided = [State.DELIVERED, State.FAILED]
        undecided = [state for state in State if state not in decided]
        return self._move(undecided, fence=(), state=State.FAILED, due_at=None, settled_at=Now(), error=error[:300])

    def _accept(self, provider_id: str) -> None:
        # A slow caller may find the row armed or claimed again, or given up: it went out, so it must not go twice.
        changes = {"provider_id": provider_id, "accepted_at": Now(), "due_at": None, "error": ""}
        self._move(UNDECIDED, fence=(), state=State.ACCEPTED, **changes)

    def _fail(self, error: str) -> None:
        self._move(MOVING, state=State.FAILED, due_at=None, settled_at=Now(), error=error[:300])

    def _doubt(self, error: str) -> None:
        self._move([State.CALLING], state=State.UNKNOWN, due_at=None, error=error[:300])

    def pause(self) -> float:
        """Seconds before the next attempt after a passing fault."""
        return min(2**self.attempts, LONGEST_PAUSE) * random.uniform(0.5, 1.5)  # noqa: S311

    def _rearm(self, error: str, pause: float | None = None) -> None:
        again = Now() + timedelta(seconds=self.pause() if pause is None else pause)
        self._move([State.CLAIMED, State.CALLING], state=State.ARMED, due_at=again, absences=0, error=error[:300])

    def _leave(self, error: Exception) -> None:
        """Before the call that is a passing fault of ours; after it, the row stays in calling until it is asked for."""
        logger.warning("send_interrupted", kind=self._meta.label, row=self.pk, error=place_of(error))
        if not self._move([State.CALLING], error=place_of(error)):
            self._rearm(place_of(error))

    def _ask_again(self, error: str) -> None:
        if self.asks >= GIVE_UP_ASKING:
            self._doubt(error)
        else:
            self._move([State.CALLING], error=error)

    def _miss(self) -> None:
        # Once may be the provider's own delay in listing.
        if self.absences + 1 < ABSENT_TWICE:
            self._move([State.CALLING], fence=ASKING, absences=F("absences") + 1)
        else:
            error = "the provider does not know it"
            self._move([State.CALLING], fence=ASKING, state=State.ARMED, due_at=Now(), absences=0, error=error)

    def _move(self, states: list, *, fence: tuple[str, ...] = CLAIM, **changes) -> bool:
        # Whoever claimed or asked after us has raised these numbers: then the row is no longer ours to move.
        own = {name: getattr(self, name) for name in fence}
        rows = type(self)._base_manager.filter(pk=self.pk, state__in=states, **own)
        # What a subclass has read together with the row stays at hand.
        fields = [field.name for field in Send._meta.local_fields]
        if updated(rows, self, fields, **changes):
            return True
        self.refresh_from_db(fields=fields)
        return False


def expired(now: Now) -> ExpressionWrapper:
    """Whether it is worth sending no more."""
    return ExpressionWrapper(Q(not_after__isnull=False, not_after__lte=now), output_field=BooleanField())


class SendSweep(Sweep):
    """Register one per concrete model, with its `kind` and `model`.

    Each has threads of its own: a slow provider holds back nobody else.
    """

    model: type[Send]
    red_after = 5
    threads = 4

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        cls.lane = vars(cls).get("kind", cls.lane)

    def due(self, now):
        return self.model._base_manager.filter(state__in=MOVING, due_at__lte=now).annotate(expired=expired(now))

    def handle(self, row):
        if row.state == State.CALLING:
            row._move([State.CALLING], asks=F("asks") + 1, due_at=Now() + ASK_AFTER)
        elif row.expired or row.attempts >= row.most_attempts:
            row._fail("not sent in time" if row.expired else "tried too often")
        else:
            row._move(MOVING, state=State.CLAIMED, attempts=F("attempts") + 1, due_at=Now() + row.lease)

    def afterwards(self, row):
        if row.state == State.CLAIMED:
            row.call()
        elif row.state == State.CALLING:
            row.reconcile()
