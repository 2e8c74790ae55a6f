from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.shielding import shielded
from tickets.emoji_names import EMOJI
from tickets.events import MessageEdited, MessageReacted, MessageRedacted
from tickets.models.message import Message, preview, title_of, with_masked
from tickets.models.opening import subject_from
from tickets.models.revision import Revision
from tickets.refusals import Refused


class Mending(models.Model):
    """What is done to a message that stands there already. It keeps its place, and whoever sees it is told."""

    class Meta:
        abstract = True

    def edit(self, message: Message, text: str, *, by) -> bool:
        """Say it in other words. The former ones are kept for colleagues; the customer sees that it was edited."""
        text, masked = shielded(text)
        with self._locked():
            message = self._afresh(message)
            if message.text == text:
                return False
            _refuse_unless_said(message)
            _refuse_unless_mendable(message, by=by)
            if not text and not message.has_files and not message.card_id:
                raise Refused("empty", _("Write something, or remove the message."))
            Revision.objects.create(message=message, text=message.text, by=by)
            message.text, message.edited_at, message.details = text, Now(), with_masked(message.details, masked)
            self._tell_changed(message, MessageEdited, "text", "edited_at", "details", by=by)
        return True

    def redact(self, message: Message, *, by) -> bool:
        """Take a message away from the customer's eyes and from the talk; colleagues can read it in its history."""
        with self._locked():
            message = self._afresh(message)
            if message.redacted_at:
                return False
            _refuse_unless_said(message)
            if not by.has_perm("tickets.supervise"):
                _refuse_unless_mendable(message, by=by)
            Revision.objects.create(message=message, text=message.text, by=by)
            if message.seq == 1 and message.text and self.subject == subject_from(message.text, ()):
                self.subject = f"#{self.pk}"
            message.text, message.redacted_at, message.reactions = "", Now(), {}
            self._take_card(message)
            self._tell_changed(message, MessageRedacted, "text", "redacted_at", "reactions", "card", by=by)
        return True

    def react(self, message: Message, emoji: str, *, on: bool = True, by) -> bool:
        with self._locked():
            message = self._afresh(message)
            _refuse_unless_said(message)
            if emoji not in EMOJI or (by.actor_kind == "customer" and not message.is_public):
                raise Refused("unknown_emoji", _("This cannot be answered so."))
            who, voices = f"{by.actor_kind}:{by.pk}", message.reactions.get(emoji, [])
            if (who in voices) == on:
                return False
            voices = [*voices, who] if on else [voice for voice in voices if voice != who]
            others = {known: those for known, those in message.reactions.items() if known != emoji}
            message.reactions = others | ({emoji: voices} if voices else {})
            self._tell_changed(message, MessageReacted, "reactions", by=by, emoji=emoji, on=on)
        return True

    def _take_card(self, message: Message) -> None:
        """What nobody else in the ticket asks about goes with the message."""
        card, message.card = message.card, None
        if card and not card.messages.exclude(pk=message.pk).exists():
            if self.subject == subject_from(card.title, ()):
                self.subject = f"#{self.pk}"
            card.delete()

    def _afresh(self, message: Message) -> Message:
        """The message as it is now that the lock is held."""
        return self.messages.select_related("author").get(pk=message.pk)

    def _tell_changed(self, message: Message, kind, *fields: str, by, **more) -> None:
        numbers = self._raise_version(public=message.is_public)
        message.version, message.public_version = numbers["version"], numbers["public_version"]
        message.save(update_fields=[*fields, "version", "public_version"])
        if "text" in fields:
            self._renew_the_row(message)
        self._save("last_text", "subject")
        self._record(kind, by=by, numbers=numbers, message_id=message.pk, department_id=self.department_id, **more)

    def _renew_the_row(self, message: Message) -> None:
        """What was taken back does not stay behind in the lists either."""
        said = self.messages.public().by_hand().filter(happening="").order_by("-public_seq")
        if message.is_public and said.values_list("pk", flat=True).first() == message.pk:
            said = message.text or title_of(message)
            self.last_text = "" if message.redacted_at else preview(said, message.attachments.all())


def mending_time(agent) -> timedelta:
    """How long this agent may edit and remove what he wrote himself."""
    return settings.MENDING_TIME_OF_SUPERVISORS if agent.has_perm("tickets.supervise") else settings.MENDING_TIME


def _refuse_unless_said(message: Message) -> None:
    if message.happening or message.redacted_at:
        raise Refused("gone", _("This message was removed.") if message.redacted_at else _("Nobody wrote this line."))


def _refuse_unless_mendable(message: Message, *, by) -> None:
    if message.author_kind != "agent" or message.author_id != by.pk:
        raise Refused("not_yours", _("Only its author can change a message."))
    if timezone.now() - message.created_at > mending_time(by):
        raise Refused("too_late", _("It is too late to change this message. Write another one."))
