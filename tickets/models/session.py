from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.models.message import Message

# Somebody sits there and waits: what comes these ways stands in its department's line, and is handed out by it.
LIVE = ("widget", "telegram", "whatsapp", "viber", "messenger")
# Whoever has left the line is nobody's turn any more.
OUT_OF_LINE = {"queue": None, "route_due_at": None}


class SessionQuerySet(models.QuerySet):
    def current(self):
        return self.exclude(state=Session.State.CLOSED)

    def current_of(self, ticket):
        return self.current().filter(ticket=ticket).first()

    def begin(self, ticket, **clocks):
        return self.create(ticket=ticket, **_in_line(ticket), **clocks)

    def served(self):
        """Those that ended after somebody had answered: an operator, or a bot alone. chat/standing.py says the same."""
        return self.filter(state=Session.State.CLOSED).filter(Q(joined_at__isnull=False) | Exists(_said_by_a_bot()))

    def going_on_at(self, ticket, moment):
        """The session in which something was said: the last one that had begun by then."""
        return self.filter(ticket=ticket, opened_at__lte=moment).order_by("-pk").first()

    def back_to_queue(self, ticket) -> None:
        self.current().filter(ticket=ticket).update(
            state=Session.State.QUEUED, joined_at=None, operator=None, **_in_line(ticket)
        )

    def hand_on(self, ticket, *, to, from_queue: bool) -> bool:
        """Another operator talks with the customer now; with `from_queue` also where nobody did. Whether one does."""
        session = self.current_of(ticket)
        if session is None:
            return False
        if session.state == Session.State.QUEUED:
            self.leave_the_line(ticket)
            return from_queue and session.join(by=to)
        self.filter(pk=session.pk).update(operator=to)
        return True

    def leave_the_line(self, ticket) -> None:
        """Somebody was given the ticket by hand: it waits for him alone now."""
        self.filter(ticket=ticket, queue__isnull=False).update(**OUT_OF_LINE)

    def in_line(self, departments):
        return self.filter(queue__in=departments)

    def in_turn(self):
        """Who asked for a person comes before those who only talk with the bot; then whoever waits longest."""
        return self.order_by("with_bot", "opened_at", "pk")

    def free(self):
        """Those that somebody could be given: not offered to anybody, not put off, not waiting for others."""
        return self.filter(ticket__assignee=None, ticket__snoozed_until=None).exclude(ticket__status="on_hold")

    def ahead_of(self, session):
        earlier = Q(with_bot__lt=session.with_bot) | Q(with_bot=session.with_bot) & (
            Q(opened_at__lt=session.opened_at) | Q(opened_at=session.opened_at, pk__lt=session.pk)
        )
        return self.filter(earlier, queue=session.queue_id)

    @transaction.atomic
    def look_now(self, departments, *, heads: int) -> None:
        """A place is free there: whoever comes next in these lines need not wait for the next look."""
        waiting = self.in_line(departments).filter(route_due_at__gt=Now()).in_turn()
        first = waiting.select_for_update(skip_locked=True).values_list("pk", flat=True)[:heads]
        self.filter(pk__in=list(first)).update(route_due_at=Now())

    def stand_again(self, ticket, *, pk: int, state: str, joined_at) -> None:
        """What had ended goes on: where an operator was, he is; who waited stands in the line again."""
        line = _in_line(ticket) if state == Session.State.QUEUED else {}
        self.filter(pk=pk).update(state=state, joined_at=joined_at, closed_at=None, closed_by="", **line)

    def close_all(self, sessions, *, by) -> None:
        """Many in one statement; what else is written to their rows here is not read from these objects."""
        over = _over(by)
        self.filter(pk__in=[session.pk for session in sessions]).update(**over)
        for session in sessions:
            session.state, session.closed_by = over["state"], over["closed_by"]

    def close_current(self, ticket, *, by) -> "Session | None":
        """The session that was closed, if there was one."""
        session = self.current_of(ticket)
        if session:
            session.close(by=by)
        return session


class Session(models.Model):
    """One live episode of a ticket: it waits in the queue, an operator joins, it ends."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        JOINED = "joined", _("Joined")
        CLOSED = "closed", pgettext_lazy("session", "Closed")

    class ClosedBy(models.TextChoices):
        OPERATOR = "operator", _("Operator")
        CUSTOMER = "customer", _("Customer")
        IDLENESS = "idleness", _("Idleness")

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="sessions", verbose_name=_("ticket"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.QUEUED)
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("operator"),
    )
    opened_at = models.DateTimeField(_("began at"), db_default=Now())
    joined_at = models.DateTimeField(_("operator joined at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    closed_by = models.CharField(_("ended by"), max_length=8, choices=ClosedBy, blank=True)
    # The line it stands in; null for what is not live, and once somebody has it.
    queue = models.ForeignKey(
        "accounts.Department",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("queue"),
    )
    queued_at = models.DateTimeField(_("in this queue since"), db_default=Now())
    # False once the customer has asked for a person.
    with_bot = models.BooleanField(_("talks with the bot alone"), db_default=True)
    # When it is looked again who could have it; null where nothing would come of it by itself.
    route_due_at = models.DateTimeField(_("looked at again"), null=True, blank=True)
    # Operators who were offered it since the last look and let it pass.
    passed_by = ArrayField(models.BigIntegerField(), verbose_name=_("let pass by"), default=list, blank=True)
    overflowed_at = models.DateTimeField(_("overflowed at"), null=True, blank=True)
    # The place that the customer was last told of.
    told_place = models.PositiveSmallIntegerField(_("told place"), null=True, blank=True)

    # What happens by itself, and when; changed under the ticket's lock alone (models/minding.py).
    welcome_due_at = models.DateTimeField(_("welcome due at"), null=True, blank=True, editable=False)
    nudge_due_at = models.DateTimeField(_("nudge due at"), null=True, blank=True, editable=False)
    warn_due_at = models.DateTimeField(_("warning due at"), null=True, blank=True, editable=False)
    # Set by the warning, so a chat that has it was warned.
    end_due_at = models.DateTimeField(_("end due at"), null=True, blank=True, editable=False)

    CLOCKS = ("welcome_due_at", "nudge_due_at", "warn_due_at", "end_due_at")

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=~Q(state="closed"), name="session_one_current_per_ticket"
            ),
            models.CheckConstraint(
                name="session_times_agree_with_state",
                condition=Q(state="queued", joined_at=None, closed_at=None)
                | Q(state="joined", joined_at__isnull=False, closed_at=None)
                | Q(state="closed", closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="session_in_line_only_while_queued",
                condition=Q(queue=None, route_due_at=None) | Q(queue__isnull=False, state="queued"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["queue", "with_bot", "opened_at", "id"],
                name="session_line",
                condition=Q(queue__isnull=False),
            ),
            models.Index(fields=["route_due_at"], name="session_route_due", condition=Q(route_due_at__isnull=False)),
            models.Index(fields=["joined_at"], name="session_joined", condition=Q(joined_at__isnull=False)),
            *(
                models.Index(fields=[clock], name=f"session_{clock[:-3]}", condition=Q(**{f"{clock}__isnull": False}))
                for clock in ("welcome_due_at", "nudge_due_at", "warn_due_at", "end_due_at")
            ),
        ]

    def __str__(self):
        return f"{self.ticket_id} {self.state}"

    def join(self, *, by) -> bool:
        """The operator enters, if nobody has; the ticket's lock is held."""
        if self.state != self.State.QUEUED:
            return False
        self.state, self.operator, self.joined_at, self.welcome_due_at = self.State.JOINED, by, Now(), Now()
        self.queue = self.route_due_at = None
        self.save(update_fields=["state", "operator", "joined_at", "welcome_due_at", *OUT_OF_LINE])
        return True

    def close(self, *, by) -> None:
        over = _over(by)
        for name, value in over.items():
            setattr(self, name, value)
        self.save(update_fields=list(over))


def _over(by) -> dict:
    """An ended session, and who ended it; nothing falls due in it any more."""
    who = {"agent": Session.ClosedBy.OPERATOR, "customer": Session.ClosedBy.CUSTOMER}
    closed_by = who.get(by.actor_kind, Session.ClosedBy.IDLENESS)
    ended = {"state": Session.State.CLOSED, "closed_at": Now(), "closed_by": closed_by}
    return ended | OUT_OF_LINE | dict.fromkeys(Session.CLOCKS)


def _in_line(ticket) -> dict:
    """In its department's line, at the place of its age; it is looked at once who could have it."""
    queue = ticket.department_id if ticket.channel in LIVE else None
    due = None if queue is None else Now()
    return {"queue_id": queue, "queued_at": Now(), "route_due_at": due, "passed_by": [], "told_place": None}


def _said_by_a_bot():
    """What a bot said in a session by itself; texts that the rules send are no answer."""
    said = Message.objects.filter(ticket=OuterRef("ticket"), author_kind=Message.AuthorKind.BOT)
    within = said.filter(created_at__gte=OuterRef("opened_at"), created_at__lte=OuterRef("closed_at"))
    return within.exclude(details__has_key="automatic")
