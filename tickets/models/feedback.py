from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.events.recording import record
from core.shielding.fields import ShieldedJSONField, ShieldedTextField
from tickets.events import FeedbackReviewed
from tickets.refusals import Refused

FEW = 3
MAX_COMMENT = 2000
MAX_SUMMARY = 500
LOW = Q(stars__lt=FEW) | Q(bot_stars__lt=FEW) | Q(solved=False) | Q(mood="bad")


class FeedbackQuerySet(models.QuerySet):
    def visible_to(self, agent):
        from tickets.models.ticket import Ticket

        return self.filter(session__ticket__in=Ticket.objects.visible_to(agent))

    def of_ended(self):
        return self.filter(session__state="closed")

    def low(self):
        """What somebody should look into: few stars, not solved, or said in anger."""
        return self.filter(LOW)

    def unreviewed(self):
        return self.filter(reviewed_at=None)

    def reviewed(self):
        return self.filter(reviewed_at__isnull=False)

    def newest_first(self):
        return self.order_by("-pk")


class Feedback(models.Model):
    """What remains of a session: what its customer thought of it, its operator's own words, and what a review found."""

    class Reason(models.TextChoices):
        """Why it went badly, as whoever reviews it sees it."""

        WAIT = "wait", _("Waited too long")
        ANSWER = "answer", _("Wrong or incomplete answer")
        TONE = "tone", _("Tone")
        UNSOLVED = "unsolved", _("Left unsolved")
        PRODUCT = "product", _("The product itself")
        RULES = "rules", _("Fees and rules")
        FAULT = "fault", _("A technical fault")
        NONE = "none", _("Nothing on our side")

    session = models.OneToOneField(
        "tickets.Session", models.CASCADE, related_name="feedback", verbose_name=_("session")
    )
    # Whose work it was, as it stood when it was said: a ticket goes on to others.
    operator = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="feedback",
        verbose_name=_("operator"),
    )
    department = models.ForeignKey(
        "accounts.Department",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="feedback",
        verbose_name=_("department"),
    )
    # Each answer has the time when it was given; a time without an answer says that the question was passed over.
    solved = models.BooleanField(_("solved"), null=True, blank=True)
    solved_at = models.DateTimeField(_("said whether solved at"), null=True, blank=True)
    stars = models.PositiveSmallIntegerField(_("stars of the operator"), null=True, blank=True)
    # A bot that answered alone has a score of its own.
    bot_stars = models.PositiveSmallIntegerField(_("stars of the bot"), null=True, blank=True)
    rated_at = models.DateTimeField(_("rated at"), null=True, blank=True)
    comment = ShieldedTextField(_("comment"), blank=True, max_length=MAX_COMMENT)
    commented_at = models.DateTimeField(_("commented at"), null=True, blank=True)
    # By the keys of the questions.
    answers = ShieldedJSONField(_("answers"), default=dict, blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    # How the customer sounded at last: Message.Mood.
    mood = models.CharField(_("mood"), max_length=4, blank=True)

    summary = ShieldedTextField(_("operator’s summary"), blank=True, max_length=MAX_SUMMARY)
    summarised_at = models.DateTimeField(_("summed up at"), null=True, blank=True)
    summarised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    reasons = ArrayField(
        models.CharField(max_length=10, choices=Reason), verbose_name=_("reasons"), default=list, blank=True
    )
    review_note = ShieldedTextField(_("note of the review"), blank=True, max_length=MAX_COMMENT)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("reviewer")
    )
    created_at = models.DateTimeField(_("created at"), db_default=Now())

    objects = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = _("feedback")
        verbose_name_plural = _("feedback")
        constraints = [
            models.CheckConstraint(
                name="feedback_stars_are_one_to_five",
                condition=(Q(stars=None) | Q(stars__range=(1, 5))) & (Q(bot_stars=None) | Q(bot_stars__range=(1, 5))),
            ),
            models.CheckConstraint(name="feedback_stars_are_of_one", condition=Q(stars=None) | Q(bot_stars=None)),
            models.CheckConstraint(
                name="feedback_answers_have_times",
                condition=(Q(solved=None) | Q(solved_at__isnull=False))
                & ((Q(stars=None) & Q(bot_stars=None)) | Q(rated_at__isnull=False))
                & (Q(comment="") | Q(commented_at__isnull=False)),
            ),
        ]
        indexes = [
            models.Index(fields=["-id"], name="feedback_low", condition=LOW),
            models.Index(fields=["rated_at"], name="feedback_rated", condition=Q(rated_at__isnull=False)),
        ]

    def __str__(self):
        return f"{self.session_id}"

    @property
    def score(self) -> int | None:
        """The stars, whoever they are for."""
        return self.stars if self.bot_stars is None else self.bot_stars

    @property
    def is_low(self) -> bool:
        return self.score is not None and self.score < FEW

    @property
    def reason_names(self) -> list[str]:
        return [str(self.Reason(reason).label) for reason in self.reasons]

    def note(self, **said) -> None:
        """Keep what was said, with whose work it is about; the ticket's lock is held."""
        said |= {"operator_id": self.session.operator_id, "department_id": self.session.ticket.department_id}
        for name, value in said.items():
            setattr(self, name, value)
        self.save(update_fields=list(said))

    @transaction.atomic
    def review(self, *, reasons: list[str], note: str, seen_at, by) -> bool:
        """Say why it went as it did. `seen_at` is the review that the reader knows of, None for none yet.

        Races with a colleague's review: the second is told that there is one.
        """
        stored = Feedback.objects.select_for_update(no_key=True).get(pk=self.pk)
        if stored.reviewed_at and (stored.reasons, stored.review_note) == (reasons, note):
            return False
        if stored.reviewed_at != seen_at:
            who = stored.reviewed_by.display_name if stored.reviewed_by else "–"
            raise Refused("reviewed", _("%(name)s has reviewed it meanwhile.") % {"name": who})
        self.reasons, self.review_note, self.reviewed_at, self.reviewed_by = reasons, note, Now(), by
        self.save(update_fields=["reasons", "review_note", "reviewed_at", "reviewed_by"])
        record(FeedbackReviewed(feedback_id=self.pk, session_id=self.session_id, reasons=reasons), by=by)
        return True
