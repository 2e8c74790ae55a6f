import uuid

from django.conf import settings
from django.db import IntegrityError, models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.shielding import KINDS
from core.shielding.fields import ShieldedJSONField, ShieldedTextField
from tickets.models.querying import MessageQuerySet

MAX_TEXT = 10_000
PREVIEW_LENGTH = 160
ONCE = "message_once_per_client_id"


class AuthorKind(models.TextChoices):
    CUSTOMER = "customer", _("Customer")
    AGENT = "agent", _("Operator")
    BOT = "bot", _("Bot")
    SYSTEM = "system", _("System")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Public")
    INTERNAL = "internal", _("Internal")


class Mood(models.TextChoices):
    GOOD = "good", _("Pleased")
    BAD = "bad", _("Upset")


class Message(models.Model):
    """One thing said or done in a ticket, at its place for ever."""

    AuthorKind, Visibility, Mood = AuthorKind, Visibility, Mood

    ticket = models.ForeignKey(
        "tickets.Ticket", models.CASCADE, related_name="messages", db_index=False, verbose_name=_("ticket")
    )
    seq = models.PositiveIntegerField(_("place"))
    # The place among what the customer may see, counted for itself: internal notes leave no gap there.
    public_seq = models.PositiveIntegerField(_("public place"), null=True)
    # Made by the sender, so that a double click, a retry or a socket echo is the same message.
    client_id = models.UUIDField(_("sender’s id"), default=uuid.uuid4)
    author_kind = models.CharField(_("kind of author"), max_length=10, choices=AuthorKind)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("author"),
    )
    visibility = models.CharField(_("visibility"), max_length=10, choices=Visibility, default=Visibility.PUBLIC)
    text = ShieldedTextField(_("text"), blank=True, max_length=MAX_TEXT)
    # A system line: a code such as "joined", said in words by whoever shows it, in his language.
    happening = models.CharField(_("happening"), max_length=20, blank=True)
    details = ShieldedJSONField(_("details"), default=dict, blank=True)
    reply_to = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", db_index=False, verbose_name=_("quotes")
    )
    card = models.ForeignKey(
        "tickets.Card",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        db_index=False,
        verbose_name=_("card"),
    )
    # {"👍": ["agent:3", "customer:7"]}, changed under the ticket's lock alone.
    reactions = models.JSONField(_("emoji reactions"), default=dict, blank=True)
    has_files = models.BooleanField(_("has files"), default=False)
    # How the customer sounds in it, by the house's lists of words (tickets/moods.py).
    mood = models.CharField(_("mood"), max_length=4, choices=Mood, blank=True, default="", db_default="")
    # The ticket's counters at this message's last change; what a reader has not seen yet is found by them.
    version = models.PositiveBigIntegerField(_("version"))
    public_version = models.PositiveBigIntegerField(_("public version"), null=True)
    created_at = models.DateTimeField(_("created at"), db_default=Now())
    edited_at = models.DateTimeField(_("edited at"), null=True, blank=True)
    redacted_at = models.DateTimeField(_("removed at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["ticket", "client_id"], name=ONCE),
            models.UniqueConstraint(fields=["ticket", "seq"], name="message_once_per_place"),
            models.UniqueConstraint(
                fields=["ticket", "public_seq"], condition=Q(visibility="public"), name="message_once_per_public_place"
            ),
            models.CheckConstraint(
                name="message_counted_publicly_only_when_public",
                condition=Q(visibility="public", public_version__isnull=False, public_seq__isnull=False)
                | Q(visibility="internal", public_version=None, public_seq=None),
            ),
        ]
        indexes = [
            models.Index(fields=["ticket", "version"], name="message_changed"),
            models.Index(
                fields=["ticket", "public_version"], name="message_changed_publicly", condition=Q(visibility="public")
            ),
            models.Index(fields=["created_at"], name="message_created"),
            models.Index(fields=["reply_to"], name="message_quoted_by", condition=Q(reply_to__isnull=False)),
            models.Index(fields=["card"], name="message_about_card", condition=Q(card__isnull=False)),
        ]

    def __str__(self):
        return f"{self.ticket_id}/{self.seq}"

    @staticmethod
    def is_repeated(error: IntegrityError) -> bool:
        """Whether the database refused a message because this sender's id stands in the ticket already."""
        refusal = getattr(error.__cause__, "diag", None)
        return refusal is not None and refusal.constraint_name == ONCE

    @property
    def numbers(self) -> dict:
        """The ticket's counters that this message raised, for the event of the change it belongs to."""
        return {"version": self.version, "public_version": self.public_version}

    @property
    def masked(self) -> list[str]:
        """The kinds of secrets that were hidden in it before it was stored."""
        return self.details.get("masked", [])

    @property
    def is_automatic(self) -> bool:
        """Said by the department's rules, perhaps in an operator's name; it answers nothing."""
        return "automatic" in self.details

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC


def with_masked(details: dict, masked: list[str]) -> dict:
    """What was hidden in a message before it was stored is remembered by its kinds, whatever becomes of its words."""
    kinds = [kind for kind in KINDS if kind in masked or kind in details.get("masked", ())]
    return {**details, "masked": kinds} if kinds else details


def title_of(message: Message) -> str:
    """What a message without words is about, where it shows a card."""
    return message.card.title if message.card else ""


def preview(text: str, attachments) -> str:
    """The first words in one line, or the names of the files, for lists of tickets."""
    line = " ".join(text.split()) or ", ".join(a.name for a in attachments)
    return line if len(line) <= PREVIEW_LENGTH else line[: PREVIEW_LENGTH - 1] + "…"
