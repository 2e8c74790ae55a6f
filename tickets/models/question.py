from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.events import QuestionEdited, QuestionMade
from tickets.models.vocabulary import Labelled


class QuestionQuerySet(models.QuerySet):
    def asked_by(self, department_id: int | None):
        """What customers of this department are asked, the questions of the whole house among it."""
        own = models.Q(department=None) | models.Q(department=department_id)
        return self.filter(is_active=True).filter(own)


class Question(Labelled):
    """Something that the house wants to know of its customers after a rating, answered in `Feedback.answers`."""

    made, edited, id_name = QuestionMade, QuestionEdited, "question_id"

    class Kind(models.TextChoices):
        CHOICE = "choice", _("Choice")
        TEXT = "text", pgettext_lazy("kind of field", "Text")

    key = models.SlugField(_("key"), max_length=40, unique=True)
    label = models.CharField(_("question"), max_length=160)
    label_ru = models.CharField(_("question in Russian"), max_length=160, blank=True)
    kind = models.CharField(_("kind"), max_length=6, choices=Kind, default=Kind.CHOICE)
    options = ArrayField(models.CharField(max_length=80), verbose_name=_("options"), default=list, blank=True)
    # In the same order; an answer is kept as the option itself, whatever language it was shown in.
    options_ru = ArrayField(
        models.CharField(max_length=80), verbose_name=_("options in Russian"), default=list, blank=True
    )
    is_required = models.BooleanField(_("must be answered"), default=False)
    department = models.ForeignKey(
        "accounts.Department",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("department"),
        help_text=_("Empty: every department."),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("active"), default=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question after a rating")
        verbose_name_plural = _("questions after a rating")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="question_choice_has_options", condition=~models.Q(kind="choice") | ~models.Q(options=[])
            ),
            models.CheckConstraint(
                name="question_options_are_pairs",
                condition=models.Q(options_ru=[]) | models.Q(options_ru__len=models.F("options__len")),
            ),
        ]

    def __str__(self):
        return self.label
