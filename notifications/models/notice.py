from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.models import Ticket


class Kind(models.TextChoices):
    ASSIGNED = "assigned", pgettext_lazy("notice", "Given to me")
    MENTIONED = "mentioned", pgettext_lazy("notice", "Called by name")
    RISK = "risk", pgettext_lazy("notice", "Promise at risk")
    QUEUE = "queue", pgettext_lazy("notice", "New in my queues")


SENTENCES = {
    Kind.ASSIGNED: _("#%(ticket)s is yours now"),
    Kind.MENTIONED: _("You were mentioned in #%(ticket)s"),
    Kind.RISK: _("#%(ticket)s waits for an answer, the promise is at risk"),
    Kind.QUEUE: _("#%(ticket)s is new in the queue"),
}
ICONS = {Kind.ASSIGNED: "user-check", Kind.MENTIONED: "at-sign", Kind.RISK: "clock", Kind.QUEUE: "inbox"}


class NoticeQuerySet(models.QuerySet):
    def unread(self):
        return self.filter(read_at=None)

    def shown_to(self, agent):
        """What he may see now: a ticket that went to another department takes its notices along."""
        return self.filter(user=agent, ticket__in=Ticket.objects.visible_to(agent))

    def in_bell(self):
        return self.filter(is_in_bell=True)

    def settle(self) -> set[int]:
        """Read, wherever that was; the answer is whose they were. One that is read already stays as it is."""
        whose = set(self.unread().values_list("user_id", flat=True))
        if whose:
            self.unread().update(read_at=Now())
        return whose


class Notice(models.Model):
    """One thing that one colleague is told of a ticket: once, by whichever ways, until he has read it anywhere."""

    Kind = Kind

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("colleague")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="notices", verbose_name=_("ticket"))
    # What it tells of: an event by its number, or a promise by its moment.
    key = models.CharField(max_length=60)
    # By mail and push alone where somebody does not want it in the bell.
    is_in_bell = models.BooleanField(_("in the bell"), default=True)
    created_at = models.DateTimeField(_("created at"), db_default=Now())
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    digest = models.ForeignKey(
        "notifications.DigestSend", models.SET_NULL, null=True, blank=True, related_name="notices"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="notice_once_per_event")]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_of_user"),
            models.Index(fields=["ticket", "user"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["user"], name="notice_unread_of_user", condition=Q(read_at=None)),
        ]

    def __str__(self):
        return f"{self.user_id}: {self.get_kind_display()} #{self.ticket_id}"

    @property
    def sentence(self) -> str:
        """What happened and where, never what was written: a screen may be shared, and a phone lie on a table."""
        return SENTENCES[Kind(self.kind)] % {"ticket": self.ticket_id}

    @property
    def icon(self) -> str:
        return ICONS[Kind(self.kind)]

    @cached_property
    def is_urgent(self) -> bool:
        return self.ticket.priority == Ticket.Priority.URGENT

    def is_wanted_still(self) -> bool:
        """Asked anew before something leaves: unread, and of a ticket that he may see."""
        return Notice.objects.shown_to(self.user).unread().filter(pk=self.pk, user__is_active=True).exists()
