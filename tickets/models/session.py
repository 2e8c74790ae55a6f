from urllib.parse import urlsplit, urlunsplit

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

    def hand_on(self, ticket, *, to, from_queue: bool) -> bool:
        """Another operator talks with the customer now; with `from_queue` also where nobody did. Whether one does."""
        session = self.current_of(ticket)
        if session is None or session.state == Session.State.QUEUED:
            return session is not None and from_queue and session.join(by=to)
        self.filter(pk=session.pk).update(operator=to)
        return True

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


class PageVisitQuerySet(models.QuerySet):
    def follow(self, session, *, url: str, title: str) -> bool:
        """Add the page unless it is the one the customer is on already."""
        page = (without_query(url), title[:200])
        if self.filter(session=session).order_by("-pk").values_list("url", "title").first() == page:
            return False
        self.create(session=session, url=page[0], title=page[1])
        return True


class PageVisit(models.Model):
    """A page of ours that the customer was on, so that nobody needs to ask him."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="pages", verbose_name=_("session"))
    url = models.CharField(_("address"), max_length=500)
    title = models.CharField(_("title of the page"), max_length=200, blank=True)
    visited_at = models.DateTimeField(_("visited at"), db_default=Now())

    objects = PageVisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("page visit")
        verbose_name_plural = _("page visits")
        ordering = ["pk"]

    def __str__(self):
        return self.title or self.url


def without_query(url: str) -> str:
    """Only scheme, host and path: query strings carry tokens and names."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https"):
            return ""
        place = f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""
    except (ValueError, TypeError):
        return ""
    return urlunsplit((parts.scheme, place, parts.path, "", ""))[:500]
