from datetime import datetime

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from core.shielding import shielded
from core.shielding.fields import ShieldedTextField
from tickets.models.message import MAX_TEXT, Visibility


class DraftQuerySet(models.QuerySet):
    def of(self, agent):
        return self.filter(agent=agent)

    def sent(self, text: str, *, kept_at: datetime):
        """The draft that has gone out as a message: as it was last kept, or kept once more with its answer lost."""
        return self.filter(Q(updated_at=kept_at) | Q(text=text))


class Draft(models.Model):
    """What an agent has begun to write in a ticket, kept until it is sent, wherever he sits down next."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="drafts", verbose_name=_("ticket"))
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", verbose_name=_("operator")
    )
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    text = ShieldedTextField(_("text"), max_length=MAX_TEXT)
    reply_to = models.ForeignKey(
        "tickets.Message", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("quotes")
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["ticket", "agent", "visibility"], name="draft_once_per_agent"),
        ]

    def __str__(self):
        return f"{self.ticket_id}/{self.agent_id}"

    @classmethod
    @transaction.atomic
    def keep(cls, ticket, *, visibility: str, text: str, quoted=None, seen_at: datetime | None, by):
        """The newest words win. Returns the draft (None when nothing is left of it) and the text that had to give way.

        `seen_at` is the state that these words go on from. Where another tab or device has kept something else since,
        that text comes back to whoever replaced it.
        """
        text = shielded(text).text
        place = {"ticket": ticket, "agent": by, "visibility": visibility}
        former = cls.objects.select_for_update(no_key=True).filter(**place).first()
        displaced = former.text if former and former.updated_at != seen_at and former.text != text else ""
        if not text.strip() and quoted is None:
            cls.objects.filter(**place).delete()
            return None, displaced
        draft, _new = cls.objects.update_or_create(**place, defaults={"text": text, "reply_to": quoted})
        return draft, displaced


def has_draft(agent) -> Exists:
    """For rows of a list: `tickets.annotate(has_draft=has_draft(agent))`."""
    return Exists(Draft.objects.of(agent).filter(ticket=OuterRef("pk")))
