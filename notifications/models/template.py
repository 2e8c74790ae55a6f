from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.events.recording import record
from notifications.events import TemplateRemoved, TemplateWritten
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

    @classmethod
    @transaction.atomic
    def write(cls, category, channel: str, language: str, *, by, **words) -> "Template":
        """Put these words in place of those that are there, or where there are none yet."""
        template, _new = cls.objects.update_or_create(
            category=category, channel=channel, language=language, defaults=words
        )
        record(TemplateWritten(category_id=category.pk, channel=channel, language=language), by=by)
        return template

    @transaction.atomic
    def remove(self, *, by) -> None:
        """The channel is left out for customers of this language from now on."""
        if Template.objects.filter(pk=self.pk).delete()[0]:
            gone = TemplateRemoved(category_id=self.category_id, channel=self.channel, language=self.language)
            record(gone, by=by)
