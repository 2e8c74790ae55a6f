from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.shielding.fields import ShieldedTextField


class Revision(models.Model):
    """A former text of a message that was edited or deleted; agents can read it, the customer never."""

    message = models.ForeignKey("tickets.Message", models.CASCADE, related_name="revisions", verbose_name=_("message"))
    text = ShieldedTextField(_("text"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("changed by")
    )
    replaced_at = models.DateTimeField(_("replaced at"), auto_now_add=True)

    class Meta:
        verbose_name = _("former text")
        verbose_name_plural = _("former texts")
        ordering = ["pk"]

    def __str__(self):
        return f"{self.message_id} · {self.replaced_at:%Y-%m-%d %H:%M}"
