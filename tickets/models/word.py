from django.db import models
from django.utils.translation import gettext_lazy as _


class Word(models.Model):
    """A word that several customers' tickets or the house itself know, to guess what a mistyped one was meant to be."""

    word = models.CharField(_("word"), max_length=24, primary_key=True)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self):
        return self.word


class Bookmark(models.Model):
    """How far somebody has read the messages: the dictionary (1) by their numbers, the moods (2) by their times."""

    message_id = models.BigIntegerField(_("message"), default=0)
    read_until = models.DateTimeField(_("read until"), null=True, blank=True)

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")

    def __str__(self):
        return str(self.message_id)
