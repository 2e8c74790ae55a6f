from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SessionQuerySet(models.QuerySet):
    def current_of(self, ticket):
        return self.exclude(state=Session.State.CLOSED).filter(ticket=ticket).first()

    def back_to_queue(self, ticket) -> None:
        self.filter(ticket=ticket, state=Session.State.JOINED).update(
            state=Session.State.QUEUED, joined_at=None, operator=None
        )

    def close_current(self, ticket, *, by) -> None:
        who = {"agent": Session.ClosedBy.OPERATOR, "customer": Session.ClosedBy.CUSTOMER}
        self.filter(ticket=ticket).exclude(state=Session.State.CLOSED).update(
            state=Session.State.CLOSED, closed_at=Now(), closed_by=who.get(by.actor_kind, Session.ClosedBy.IDLENESS)
        )


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
        ]

    def __str__(self):
        return f"{self.ticket_id} {self.state}"

    def join(self, *, by) -> bool:
        """The operator enters, if nobody has; the ticket's lock is held."""
        if self.state != self.State.QUEUED:
            return False
        self.state, self.operator, self.joined_at = self.State.JOINED, by, Now()
        self.save(update_fields=["state", "operator", "joined_at"])
        return True
