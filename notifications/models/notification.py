import json
import uuid
from datetime import timedelta
from functools import cached_property

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.actors import SYSTEM
from core.events.recording import record
from core.secrets import EncryptedTextField
from core.sends import State as SendState
from core.statements import Objects, Whole, updated
from customers.models import Customer
from notifications import payloads
from notifications.channels.channel import TESTED
from notifications.events import NotificationSettled
from notifications.models.category import Category, Lane
from notifications.models.step import Step
from notifications.models.webhook import WebhookDelivery
from tickets.models import Ticket

NOT_BEGUN = -1
# How the source of what a colleague sends to himself begins.
TRIAL = "trial:"
# What may still bring a proof, or has at least left us.
ALIVE = [SendState.ARMED, SendState.CLAIMED, SendState.CALLING, SendState.ACCEPTED, SendState.UNKNOWN]


def trying_out(field: str = "source") -> Q:
    """What a colleague sends to himself, and what the test bench tells to nobody: no customer hears of either."""
    return Q(**{f"{field}__startswith": TRIAL}) | Q(**{f"{field}__startswith": TESTED})


class NotificationQuerySet(models.QuerySet):
    def moving(self):
        return self.filter(state=Notification.State.RUNNING)

    def unheld(self):
        """Whose mailing, if it is of one, is not paused."""
        return self.exclude(mailing__state="paused", position=NOT_BEGUN)

    def unproved(self):
        return self.filter(state__in=[Notification.State.RUNNING, Notification.State.OUT])

    def about(self, ticket_id: int, *, read: int):
        """Those that tell of what the customer has read now."""
        return self.filter(ticket=ticket_id, until_read__lte=read)


class Notification(models.Model):
    """Something one customer is to be told, by one channel after the other until one proves that it arrived.

    Its own row is where everything races: receipt, deadline, refusal and reading elsewhere take its lock, one wins.
    """

    class State(models.TextChoices):
        RUNNING = "running", _("on its way")
        OUT = "out", _("sent, no proof yet")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("reached nobody")
        # Not sent on purpose: the customer does not wish it, or had enough.
        SUPPRESSED = "suppressed", _("held back")
        EXPIRED = "expired", _("too late")
        CANCELLED = "cancelled", _("not needed any more")
        # A request that could not be carried out; kept so that nothing is dropped in silence.
        REFUSED = "refused", _("refused")

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    category = models.ForeignKey(
        "notifications.Category", models.PROTECT, null=True, related_name="notifications", verbose_name=_("category")
    )
    customer = models.ForeignKey(
        "customers.Customer", models.CASCADE, null=True, related_name="notifications", verbose_name=_("customer")
    )
    ticket = models.ForeignKey(
        "tickets.Ticket", models.SET_NULL, null=True, blank=True, related_name="notifications", verbose_name=_("ticket")
    )
    # Which of the mailings it belongs to: pausing that one holds it.
    mailing = models.ForeignKey(
        "notifications.Mailing",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("mailing"),
    )
    # Of what is written in the ticket: told no more once the customer has read as far as this place.
    until_read = models.PositiveIntegerField(_("until read"), null=True, blank=True)
    # Who asked for it ("api:3", "chat", "mailing:7"), and by which name of his own, so that asking twice tells once.
    source = models.CharField(_("asked by"), max_length=60)
    key = models.CharField(_("idempotency key"), max_length=255, blank=True)
    lane = models.CharField(_("lane"), max_length=10, choices=Lane, default=Lane.NORMAL)
    language = models.CharField(_("language"), max_length=10, blank=True)
    # What is sent, as JSON: {"push": {"title", "body", "link"}, "sms": ...}.
    content = EncryptedTextField(_("content"), blank=True)
    # The same with secrets hidden, for the ledger.
    shown = models.JSONField(_("content as shown"), default=dict)
    steps_planned = models.JSONField(_("planned steps"), default=list)
    position = models.SmallIntegerField(_("position"), default=NOT_BEGUN)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RUNNING)
    # Why it ended so: a word of `notifications.reasons`. And which proof came first.
    why = models.CharField(_("reason"), max_length=40, blank=True)
    detail = models.CharField(_("detail"), max_length=300, blank=True)
    proof = models.CharField(_("proof"), max_length=20, blank=True)
    # When it begins, or when the step it is at has had its time.
    due_at = models.DateTimeField(_("due at"), null=True, blank=True, db_default=Now())
    not_after = models.DateTimeField(_("not after"), null=True, blank=True)
    created_at = models.DateTimeField(_("created at"), db_default=Now())
    settled_at = models.DateTimeField(_("settled at"), null=True, blank=True)

    objects = NotificationQuerySet.as_manager()
    # Written, but to begin later: after a pause, or when the customer is awake.
    is_held = False

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="notification_asked_for_once", condition=~Q(key="")),
            models.CheckConstraint(
                name="notification_due_while_running",
                condition=Q(state="running", due_at__isnull=False) | (~Q(state="running") & Q(due_at=None)),
            ),
            models.CheckConstraint(
                name="notification_is_of_a_kind_and_for_somebody",
                condition=Q(state="refused") | Q(category__isnull=False, customer__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["lane", "due_at"], name="notification_due", condition=Q(state="running")),
            models.Index(fields=["customer", "-id"], name="notification_of_customer"),
            models.Index(fields=["category", "created_at"], name="notification_of_category"),
            models.Index(fields=["mailing", "-id"], name="notification_of_mailing", condition=Q(mailing__isnull=False)),
        ]

    def __str__(self):
        return str(self.public_id)

    @cached_property
    def words(self) -> dict[str, dict[str, str]]:
        """What is said on each channel. Never for a log or a page: `shown` is."""
        return json.loads(self.content or "{}")

    @property
    def plan(self) -> dict | None:
        """The step it is at."""
        return None if self.position == NOT_BEGUN else self.steps_planned[self.position]

    @property
    def tried(self) -> list[Step]:
        """The steps that left us, one for each channel; for pages that have read them all before."""
        called = [step for step in self.steps.all() if step.called_at]
        return list({step.channel: step for step in sorted(called, key=lambda step: step.position)}.values())

    @property
    def is_trial(self) -> bool:
        return self.source.startswith(TRIAL)

    @property
    def is_trying_out(self) -> bool:
        """No customer hears of it, as `trying_out` asks the database."""
        return self.source.startswith((TRIAL, TESTED))

    @property
    def is_read(self) -> bool:
        """Whether the customer has read in the chat what this would tell him of."""
        if self.until_read is None or self.ticket_id is None:
            return False
        return Ticket.objects.filter(pk=self.ticket_id, customer_read_seq__gte=self.until_read).exists()

    # The verbs below run under this row's lock: a sweep's, or that of `locked`.

    @classmethod
    def locked(cls, pk: int) -> "Notification":
        """Inside a transaction, a step's lock always before this one."""
        if (found := LOCKED.first(pk=pk)) is None:
            raise cls.DoesNotExist
        notification, notification.category, notification.customer = found
        return notification

    def advance(self) -> None:
        """Open the next step that can reach somebody; with none left, what is out already may still prove itself."""
        if self.is_read:
            return self.prove("chat")
        begun = self.position != NOT_BEGUN
        proof = self._proved_by() if begun else None
        while self.position + 1 < len(self.steps_planned):
            self.position += 1
            if Step.open_all(self):
                # A proof came after the deadline: this step was due, but nothing needs to come after it.
                if proof:
                    return self.settle(self.State.DELIVERED, proof=proof)
                return self._wait(since=Now() if begun or self.lane == Lane.BULK else self.due_at)
            begun = True
        if self.steps.filter(state__in=ALIVE).exists():
            return self._change(state=self.State.OUT, due_at=None)
        return self.settle(self.State.FAILED, why="nobody_reached" if self._leads_somewhere() else "no_channel")

    def hear(self, step: Step) -> None:
        """A step has ended: it is proved, or it will bring nobody."""
        if step.state == SendState.DELIVERED:
            self._hear_proof(step)
        elif self.state == self.State.RUNNING and self.position == step.position and not self._alive(step.position):
            self.advance()
        elif self.state == self.State.OUT and not self.steps.filter(state__in=ALIVE).exists():
            self.settle(self.State.FAILED, why="nobody_reached")

    def prove(self, proof: str) -> None:
        """He has it, whichever way we know; what has not begun to leave stays here."""
        if self.state == self.State.RUNNING and self.position == NOT_BEGUN:
            return self.settle(self.State.CANCELLED, why=proof)
        if self.state != self.State.DELIVERED:
            self.settle(self.State.DELIVERED, proof=proof)
        return None

    def expire(self) -> None:
        self.settle(self.State.EXPIRED, why="too_late")

    def settle(self, state: str, *, why: str = "", proof: str = "") -> None:
        self._change(state=state, due_at=None, why=why, proof=proof, settled_at=Now())
        self.tell()

    def tell(self) -> None:
        """How it ended, to whoever listens: here, and at the endpoints of other systems."""
        record(NotificationSettled(notification_id=self.pk, state=str(self.state)), by=SYSTEM)
        if not self.is_trying_out:
            WebhookDelivery.tell(NotificationSettled.name, lambda: payloads.settled(self))

    def _hear_proof(self, step: Step) -> None:
        """In time it ends the cascade. After its deadline the next step goes, even if nobody has looked yet."""
        here = self.state == self.State.RUNNING and self.position == step.position
        late = step.is_late(deadline=self.due_at if here else None, passed=step.position < self.position)
        if late:
            Step.objects.filter(pk=step.pk).update(late=True)
        if not (here and late):
            self.prove(step.channel)

    def _alive(self, position: int) -> bool:
        return self.steps.filter(position=position, state__in=ALIVE).exists()

    def _proved_by(self) -> str | None:
        return self.steps.filter(state=SendState.DELIVERED).values_list("channel", flat=True).first()

    def _leads_somewhere(self) -> bool:
        """A number that has had enough SMS, or may have none, is a channel all the same: that step says why."""
        return self.steps.exclude(error="no_target").exists()

    def _wait(self, *, since) -> None:
        """The last step waits for nobody: nothing comes after it."""
        if self.position + 1 == len(self.steps_planned):
            self._change(state=self.State.OUT, due_at=None)
        else:
            self._change(due_at=since + timedelta(seconds=self.plan["seconds"]))  # type: ignore[index]

    def _change(self, **changes) -> None:
        row = Notification.objects.filter(pk=self.pk)
        updated(row, self, [*changes, "state"], position=self.position, **changes)


LOCKED = Objects(
    """
SELECT {notification}, {category}, {customer} FROM notifications_notification notification
LEFT JOIN notifications_category category ON category.id = category_id
LEFT JOIN customers_customer customer ON customer.id = customer_id
WHERE notification.id = %(pk)s FOR UPDATE OF notification
""",
    notification=Whole(Notification),
    category=Whole(Category),
    customer=Whole(Customer),
)
