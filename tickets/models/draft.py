from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.message import MAX_TEXT, Visibility


class Draft(models.Model):
    """What an agent has begun to write in a ticket, kept until it is sent, wherever he sits down next."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="drafts", verbose_name=_("ticket"))
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts", verbose_name=_("operator")
    )
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    text = models.TextField(_("text"), max_length=MAX_TEXT)
    reply_to = models.ForeignKey(
        "tickets.Message", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("quotes")
    )
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["ticket", "agent", "visibility"], name="draft_once_per_agent"),
        ]

    def __str__(self):
        return f"{self.ticket_id}/{self.agent_id}"
