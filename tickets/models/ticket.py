from contextlib import contextmanager

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.events.recording import record
from core.shielding.fields import ShieldedCharField, ShieldedJSONField, ShieldedTextField
from tickets.models.assessing import Assessing
from tickets.models.assigning import Assigning
from tickets.models.conversing import Conversing
from tickets.models.escalating import Escalating
from tickets.models.following import Following
from tickets.models.leading import Leading
from tickets.models.lifecycle import Lifecycle
from tickets.models.mending import Mending
from tickets.models.message import Mood
from tickets.models.minding import Minding
from tickets.models.opening import Opening
from tickets.models.promising import Promising
from tickets.models.querying import LIVING, TicketQuerySet
from tickets.models.queueing import Queueing
from tickets.models.redacting import Redacting
from tickets.models.seeing import Seeing
from tickets.models.snoozing import Snoozing
from tickets.models.sorting import Sorting
from tickets.models.supervising import Supervising


class Status(models.TextChoices):
    NEW = "new", pgettext_lazy("ticket", "New")
    OPEN = "open", pgettext_lazy("ticket", "Open")
    PENDING = "pending", _("Customer’s turn")
    ON_HOLD = "on_hold", _("On hold")
    SOLVED = "solved", _("Solved")
    CLOSED = "closed", _("Closed")


class Priority(models.IntegerChoices):
    LOW = 1, _("Low")
    NORMAL = 2, _("Normal")
    HIGH = 3, _("High")
    URGENT = 4, _("Urgent")


class Channel(models.TextChoices):
    WIDGET = "widget", _("Chat")
    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Phone")
    PORTAL = "portal", _("Portal")
    SMS = "sms", "SMS"
    TELEGRAM = "telegram", "Telegram"
    WHATSAPP = "whatsapp", "WhatsApp"
    VIBER = "viber", "Viber"
    MESSENGER = "messenger", "Messenger"
    API = "api", "API"


class Ticket(
    Opening,
    Conversing,
    Mending,
    Redacting,
    Assigning,
    Queueing,
    Escalating,
    Supervising,
    Lifecycle,
    Leading,
    Seeing,
    Snoozing,
    Promising,
    Minding,
    Sorting,
    Following,
    Assessing,
    models.Model,
):
    """One customer's matter, from the first word to the last, whichever way it came."""

    Status, Priority, Channel, Mood = Status, Priority, Channel, Mood

    subject = ShieldedCharField(_("subject"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.NEW)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    channel = models.CharField(_("channel"), max_length=12, choices=Channel)
    customer = models.ForeignKey(
        "customers.Customer", models.PROTECT, related_name="tickets", verbose_name=_("customer")
    )
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("department"),
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("assignee"),
    )
    # Whom a supervisor has taken the conversation over from, while he has it.
    taken_from = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        db_index=False,
        verbose_name=_("taken over from"),
    )
    follow_up_of = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="follow_up",
        editable=False,
        verbose_name=_("follow-up of"),
    )
    # Both are rare: their indexes hold those rows alone.
    merged_into = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="merged",
        editable=False,
        db_index=False,
        verbose_name=_("merged into"),
    )
    split_from = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="split_off",
        editable=False,
        db_index=False,
        verbose_name=_("split off from"),
    )
    resolution = ShieldedTextField(_("resolution"), blank=True)
    on_hold_reason = ShieldedCharField(_("waits for"), max_length=200, blank=True)

    tags = models.ManyToManyField("tickets.Tag", related_name="tickets", blank=True, verbose_name=_("tags"))
    # Answers to the house's own fields, by their keys.
    values = ShieldedJSONField(_("fields"), default=dict, blank=True)
    # Whether anybody follows it: a message of one that nobody does asks no further.
    is_followed = models.BooleanField(_("followed"), default=False, editable=False)
    # Out of the way until then, or until the customer writes.
    snoozed_until = models.DateTimeField(_("snoozed until"), null=True, blank=True, editable=False)
    snoozed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    # By when the waiting customer was promised an answer; null while nothing is owed.
    answer_due_at = models.DateTimeField(_("answer due at"), null=True, blank=True, editable=False)
    # From when on it is at risk, the last quarter of its time; set and cleared with it.
    answer_risk_at = models.DateTimeField(_("answer at risk from"), null=True, blank=True, editable=False)
    # Until when the assignee, to whom it was handed by itself, has to open it; null otherwise.
    offer_due_at = models.DateTimeField(_("offered until"), null=True, blank=True, editable=False)

    # When it is looked whether a reply found the customer there, and since when he is known to have left.
    absence_due_at = models.DateTimeField(_("absence due at"), null=True, blank=True, editable=False)
    absent_since = models.DateTimeField(_("absent since"), null=True, blank=True, editable=False)

    # Gap-free counters, raised under the row lock: what agents can see, and what the customer can see.
    version = models.PositiveBigIntegerField(_("version"), default=0, editable=False)
    public_version = models.PositiveBigIntegerField(_("public version"), default=0, editable=False)
    last_seq = models.PositiveIntegerField(_("last place"), default=0, editable=False)
    last_public_seq = models.PositiveIntegerField(_("last public place"), default=0, editable=False)
    # How far each side has received and read, as places among the public messages.
    customer_delivered_seq = models.PositiveIntegerField(
        _("delivered to the customer up to"), default=0, editable=False
    )
    customer_read_seq = models.PositiveIntegerField(_("read by the customer up to"), default=0, editable=False)
    agents_read_seq = models.PositiveIntegerField(_("read by operators up to"), default=0, editable=False)

    # What a list row shows, kept here so that a list of fifty asks nothing of a million messages.
    last_text = models.CharField(_("last words"), max_length=160, blank=True, editable=False)
    last_author_kind = models.CharField(_("last author"), max_length=10, blank=True, editable=False)
    last_message_at = models.DateTimeField(_("last message at"), db_default=Now(), editable=False)
    # Of the customer's last words that had one.
    mood = models.CharField(
        _("mood"), max_length=4, choices=Mood, blank=True, default="", db_default="", editable=False
    )
    unread_count = models.PositiveIntegerField(_("unread messages"), default=0, editable=False)
    waiting_since = models.DateTimeField(_("waiting since"), null=True, editable=False)

    created_at = models.DateTimeField(_("created at"), db_default=Now(), editable=False)
    updated_at = models.DateTimeField(_("changed at"), db_default=Now(), editable=False)
    solved_at = models.DateTimeField(_("solved at"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)

    # Verbs of every kind stop these.
    CLOCKS = (
        "answer_due_at",
        "answer_risk_at",
        "snoozed_until",
        "snoozed_by",
        "absence_due_at",
        "absent_since",
        "offer_due_at",
    )

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        permissions = [
            ("view_all", "Sees the tickets of every department"),
            ("supervise", "Watches and reassigns the work of others"),
            ("redact", "Takes words and files out of conversations for good"),
        ]
        constraints = [
            models.CheckConstraint(name="ticket_status_is_known", condition=Q(status__in=Status.values)),
            models.CheckConstraint(
                name="ticket_closed_at_agrees_with_status",
                condition=Q(status="closed", closed_at__isnull=False) | (~Q(status="closed") & Q(closed_at=None)),
            ),
            models.CheckConstraint(
                name="ticket_solved_at_agrees_with_status",
                condition=Q(status="solved", solved_at__isnull=False) | ~Q(status="solved"),
            ),
            models.CheckConstraint(
                name="ticket_seen_is_within_what_was_written",
                condition=Q(customer_read_seq__lte=F("customer_delivered_seq"))
                & Q(customer_delivered_seq__lte=F("last_public_seq"))
                & Q(agents_read_seq__lte=F("last_public_seq")),
            ),
            models.CheckConstraint(
                name="ticket_does_not_follow_itself", condition=~Q(follow_up_of=F("id")) | Q(follow_up_of=None)
            ),
            models.CheckConstraint(
                name="ticket_merged_is_closed",
                condition=Q(merged_into=None) | Q(status="closed") & ~Q(merged_into=F("id")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["department", "-last_message_at", "-id"], name="ticket_queue", condition=Q(status__in=LIVING)
            ),
            models.Index(
                fields=["assignee", "-last_message_at", "-id"], name="ticket_mine", condition=Q(status__in=LIVING)
            ),
            models.Index(fields=["-last_message_at", "-id"], name="ticket_living", condition=Q(status__in=LIVING)),
            models.Index(fields=["-last_message_at", "-id"], name="ticket_over", condition=~Q(status__in=LIVING)),
            models.Index(
                fields=["-last_message_at", "-id"],
                name="ticket_unassigned",
                condition=Q(status__in=LIVING, assignee=None),
            ),
            models.Index(fields=["customer", "-last_message_at"], name="ticket_of_customer"),
            models.Index(fields=["snoozed_until"], name="ticket_snoozed", condition=Q(snoozed_until__isnull=False)),
            models.Index(fields=["absence_due_at"], name="ticket_absence", condition=Q(absence_due_at__isnull=False)),
            models.Index(
                fields=["answer_due_at", "-id"],
                name="ticket_answer_due",
                condition=Q(status__in=LIVING, answer_due_at__isnull=False),
            ),
            models.Index(
                fields=["department", "answer_risk_at"],
                name="ticket_at_risk",
                condition=Q(status__in=LIVING, answer_risk_at__isnull=False),
            ),
            models.Index(
                fields=["waiting_since", "-id"],
                name="ticket_waiting",
                condition=Q(status__in=LIVING, waiting_since__isnull=False),
            ),
            models.Index(fields=["offer_due_at"], name="ticket_offered", condition=Q(offer_due_at__isnull=False)),
            models.Index(fields=["merged_into"], name="ticket_merged", condition=Q(merged_into__isnull=False)),
            models.Index(fields=["split_from"], name="ticket_split", condition=Q(split_from__isnull=False)),
            # The few of a high priority; a list sorted by priority finds all others by the indexes above.
            models.Index(
                fields=["-priority", "-last_message_at", "-id"],
                name="ticket_pressing",
                condition=Q(status__in=LIVING, priority__gt=2),
            ),
        ]

    def __str__(self):
        return f"#{self.pk} {self.subject}"

    @property
    def is_living(self) -> bool:
        return self.status in LIVING

    @contextmanager
    def _locked(self):
        """Hold the row's lock with fresh values until the transaction ends; versions are raised only inside."""
        with transaction.atomic():
            self.refresh_from_db(from_queryset=Ticket.objects.select_for_update(no_key=True))
            yield

    def _raise_version(self, *, public: bool) -> dict:
        """Count one visible change; the numbers for its event."""
        self.version += 1
        if public:
            self.public_version += 1
        return {"version": self.version, "public_version": self.public_version if public else None}

    def _save(self, *fields: str) -> None:
        self.updated_at = Now()
        self.save(update_fields={"version", "public_version", "updated_at", *self.CLOCKS, *fields})

    def _record(self, kind, *, by, numbers: dict, **payload) -> None:
        record(kind(ticket_id=self.pk, **numbers, **payload), by=by)
