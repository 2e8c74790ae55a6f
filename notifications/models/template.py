from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from notifications.plans import CHANNELS


class Template(models.Model):
    """The words of one category on one channel in one language, with variables in braces."""

    category = models.ForeignKey(
        "notifications.Category", models.CASCADE, related_name="templates", verbose_name=_("category")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=list(CHANNELS.items()))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    # A push's title, a mail's subject; an SMS has none.
    title = models.CharField(pgettext_lazy("of a notification", "title"), max_length=200, blank=True)
    body = models.TextField(_("text"), max_length=2000)
    # Where a tap leads.
    link = models.CharField(_("address"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("template of a notification")
        verbose_name_plural = _("templates of notifications")
        ordering = ["category", "channel", "language"]
        constraints = [
            models.UniqueConstraint(fields=["category", "channel", "language"], name="template_once_per_language")
        ]

    def __str__(self):
        return f"{self.category} · {self.get_channel_display()} · {self.language}"
