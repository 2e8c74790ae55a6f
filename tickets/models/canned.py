from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

from tickets.models.sharing import Shared, SharedQuerySet

LANGUAGES = [("en", "English"), ("ru", "Русский")]
MOST_WORDS = 6


class CannedReplyQuerySet(SharedQuerySet):
    def matching(self, words: str):
        """With every one of these words in shortcut, title or text."""
        found = self
        for word in words.split()[:MOST_WORDS]:
            found = found.filter(Q(shortcut__icontains=word) | Q(title__icontains=word) | Q(text__icontains=word))
        return found

    def best_first(self, words: str, *, language: str):
        """The nearest name, then the customer's language, then what is used most."""
        words = words.strip()
        near = Case(
            When(shortcut__iexact=words, then=0),
            When(shortcut__istartswith=words, then=1),
            When(title__icontains=words, then=2),
            default=3,
        )
        foreign = Case(When(language__in=["", language], then=0), default=1)
        ranked = self.annotate(near=near if words else Value(0), foreign=foreign)
        return ranked.order_by("near", "foreign", "-used_count", "shortcut", "pk")


class CannedReply(Shared):
    """An answer written once and used often, called by its shortcut; personal, a department's, or everybody's."""

    shortcut = models.SlugField(_("shortcut"), max_length=40, allow_unicode=True)
    title = models.CharField(_("title"), max_length=100)
    text = models.TextField(_("text"), max_length=10_000)
    language = models.CharField(
        _("language"),
        max_length=10,
        choices=LANGUAGES,
        blank=True,
        help_text=_("Empty: for customers of any language."),
    )

    objects = CannedReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        ordering = ["shortcut", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("shortcut"),
                "language",
                "owner",
                "department",
                name="canned_reply_once_per_shortcut",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="canned_reply_is_personal_or_departmental", condition=Q(owner=None) | Q(department=None)
            ),
        ]

    def __str__(self):
        return f"/{self.shortcut}"

    @classmethod
    def use(cls, keys, *, ticket=None, by) -> None:
        """Count that a message went out with these. In the order of their keys, so that two senders never deadlock."""
        mine = cls.objects.filter(Q(owner=None) | Q(owner=by))
        for pk in sorted(set(keys)):
            counted = mine.filter(pk=pk).update(used_count=F("used_count") + 1, last_used_at=Now())
            if counted and ticket is not None:
                CannedUse.objects.create(reply_id=pk, ticket=ticket)


class CannedUse(models.Model):
    """That a canned reply went out in a ticket: in tickets like that one it is offered first."""

    reply = models.ForeignKey(CannedReply, models.CASCADE, related_name="uses", verbose_name=_("canned reply"))
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="+", verbose_name=_("ticket"))
    used_at = models.DateTimeField(_("used at"), db_default=Now())

    class Meta:
        verbose_name = _("use of a canned reply")
        verbose_name_plural = _("uses of canned replies")
        indexes = [models.Index(fields=["reply", "used_at"], name="canned_use_lately")]

    def __str__(self):
        return f"{self.reply_id} · {self.ticket_id}"
