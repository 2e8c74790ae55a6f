from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.events import ChatRulesEdited, ChatRulesMade
from tickets.models.vocabulary import Vocabulary

LEAST = timedelta(minutes=1)


class ChatRules(Vocabulary):
    """What a department's chats do by themselves: what is said when, and when a silent one ends."""

    department = models.OneToOneField(
        "accounts.Department", models.CASCADE, related_name="chat_rules", verbose_name=_("department")
    )
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("Spoken to customers whose own language we do not know or do not speak."),
    )
    welcomes = models.BooleanField(_("says that somebody comes"), default=True)
    greets = models.BooleanField(_("greets in the operator’s name"), default=True)
    nudges = models.BooleanField(_("comforts whoever waits long"), default=True)
    nudge_after = models.DurationField(_("after waiting"), default=timedelta(minutes=3))
    ends = models.BooleanField(_("ends silent chats"), default=True)
    warn_after = models.DurationField(_("asks after a silence of"), default=timedelta(minutes=10))
    end_after = models.DurationField(_("ends after another"), default=timedelta(minutes=5))
    says_farewell = models.BooleanField(_("says goodbye"), default=True)
    # {"en": {"greeting": "Hello {customer}!"}}; what is empty is said in our own words (tickets/automatic.py).
    texts = models.JSONField(_("texts"), default=dict, blank=True)

    made, edited, id_name = ChatRulesMade, ChatRulesEdited, "rules_id"

    class Meta:
        verbose_name = _("chat rules")
        verbose_name_plural = _("chat rules")
        ordering = ["department"]
        constraints = [
            models.CheckConstraint(
                name="chat_rules_give_time",
                condition=Q(nudge_after__gte=LEAST, warn_after__gte=LEAST, end_after__gte=LEAST),
            )
        ]

    def __str__(self):
        return str(self.department)

    @classmethod
    def of(cls, department_id: int | None) -> "ChatRules":
        """The department's own; the usual ones where nobody has set any; where there is no department, silence."""
        if department_id is None:
            return QUIET
        return cls.objects.filter(department=department_id).first() or cls(department_id=department_id)

    @classmethod
    def at_hand(cls, department) -> "ChatRules":
        """The same, of a department that was read together with its rules."""
        return getattr(department, "chat_rules", None) or cls(department=department)


QUIET = ChatRules(welcomes=False, greets=False, nudges=False, ends=False, says_farewell=False)
