from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tickets.events import SentimentWordEdited, SentimentWordMade
from tickets.models.message import Mood
from tickets.models.vocabulary import Vocabulary


class SentimentWordQuerySet(models.QuerySet):
    def in_use(self):
        return self.filter(is_active=True)

    def counted_since(self, moment):
        """With how many messages each has marked since then."""
        said = models.Q(hits__said_at__gt=moment)
        return self.annotate(marked=models.Count("hits", filter=said)).order_by("language", "mood", "phrase")


class SentimentWord(Vocabulary):
    """A word or phrase by which a customer sounds pleased or upset. Its stems stand for every form of it."""

    made, edited, id_name = SentimentWordMade, SentimentWordEdited, "word_id"

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        RUSSIAN = "ru", "Русский"

    phrase = models.CharField(_("word or phrase"), max_length=80)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    mood = models.CharField(_("says"), max_length=4, choices=Mood)
    weight = models.PositiveSmallIntegerField(
        _("weight"), default=1, choices=[(1, _("Mild")), (2, _("Clear")), (3, _("Strong"))]
    )
    is_active = models.BooleanField(_("active"), default=True)
    stems = models.GeneratedField(
        expression=Func(F("phrase"), function="helpdesk_stems"),
        output_field=ArrayField(models.TextField()),
        db_persist=True,
    )

    objects = SentimentWordQuerySet.as_manager()

    class Meta:
        verbose_name = _("word of mood")
        verbose_name_plural = _("words of mood")
        ordering = ["language", "mood", "phrase"]
        constraints = [
            models.UniqueConstraint(fields=["language", "phrase"], name="sentiment_word_once"),
            models.CheckConstraint(name="sentiment_word_weight", condition=models.Q(weight__range=(1, 3))),
            models.CheckConstraint(name="sentiment_word_mood", condition=models.Q(mood__in=Mood.values)),
        ]

    def __str__(self):
        return self.phrase


class SentimentHit(models.Model):
    """Which word marked which message, so that an admin sees what his lists do."""

    word = models.ForeignKey(SentimentWord, models.CASCADE, related_name="hits", verbose_name=_("word"))
    message = models.ForeignKey("tickets.Message", models.CASCADE, related_name="+", verbose_name=_("message"))
    said_at = models.DateTimeField(_("said at"), db_default=Now())

    class Meta:
        verbose_name = _("word found")
        verbose_name_plural = _("words found")
        constraints = [models.UniqueConstraint(fields=["word", "message"], name="sentiment_hit_once")]
        indexes = [models.Index(fields=["word", "said_at"], name="sentiment_hit_counted")]

    def __str__(self):
        return f"{self.word_id}/{self.message_id}"
