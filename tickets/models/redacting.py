import re
from contextlib import suppress

from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from tickets.events import MessageRedacted
from tickets.models.attachment import Attachment
from tickets.models.card import Card
from tickets.models.draft import Draft
from tickets.models.escalating import Escalation
from tickets.models.feedback import Feedback
from tickets.models.message import Message
from tickets.models.opening import subject_from
from tickets.models.page_visit import PageVisit
from tickets.models.revision import Revision
from tickets.refusals import Refused

# No letter and no digit, so that no search finds it, and as long for every word.
BAR = "████"
SHORTEST = 2
FELT = ("comment", "answers", "summary", "review_note")
# For PostgreSQL as well, to which a no-break space is a letter.
SPACE = "[\\s\u00a0\u2007\u2009\u202f]+"


class Redacting(models.Model):
    """Words and files that must not stay: they go from everywhere and for good. That they went and by whom remains."""

    class Meta:
        abstract = True

    def redact_words(self, message: Message, words: str, *, by) -> int:
        """Put a bar in the place of these words of a message, and wherever else this ticket holds them.

        How many messages said them. Raises Refused where nobody did.
        """
        said = _pattern(words)
        with self._locked():
            _refuse_unless_allowed(by)
            messages = list(self._messages_that_said(said.pattern))
            beside = self._redact_beside(said, by=by)
            if not (messages or beside):
                raise Refused("not_said", _("Nobody said these words here. Select them in the message and try again."))
            for each in messages or [self._afresh(message)]:
                each.text, each.details = said.sub(BAR, each.text), _without(said, each.details)
                self._tell_redacted(each, "words", by=by)
            for part in type(self).objects.filter(split_from=self).order_by("pk"):
                with suppress(Refused):
                    part.redact_words(part.messages.earliest("seq"), words, by=by)
        return len(messages)

    def redact_file(self, message: Message, key: str, *, by) -> bool:
        """Throw a file away, its bytes and its small picture with it."""
        with self._locked():
            _refuse_unless_allowed(by)
            message = self._afresh(message)
            file = message.attachments.filter(key=key).first()
            if file is None:
                return False
            if self.subject == subject_from("", [file]):
                self.subject = f"#{self.pk}"
            file.discard()
            message.has_files = message.attachments.exists()
            if not (message.text or message.has_files or message.redacted_at):
                message.text = BAR
            self._tell_redacted(message, "file", by=by)
        return True

    def _tell_redacted(self, message: Message, what: str, *, by) -> None:
        message.details = {**message.details, "struck": message.details.get("struck", 0) + 1}
        self._tell_changed(message, MessageRedacted, "text", "details", "has_files", by=by, what=what)

    def _messages_that_said(self, pattern: str):
        """Now, or before they were edited or removed, or in the name of a file."""
        former = _saying(Revision.objects.filter(message__ticket=self), "text", pattern)
        files = _saying(Attachment.objects.filter(message__ticket=self), "name", pattern)
        now = self.messages.select_related("author").annotate(**_plain("text"), **_plain("details"))
        return now.filter(
            Q(plain_text__regex=pattern)
            | Q(plain_details__regex=pattern)
            | Q(pk__in=former.values("message"))
            | Q(pk__in=files.values("message"))
        ).order_by("seq")

    def _redact_beside(self, said: re.Pattern, *, by) -> int:
        """In what the ticket says of itself, in former words, drafts, names of files and pages."""
        found = self._redact_row(said, by=by)
        found += _redact_rows(Revision.objects.filter(message__ticket=self), said, "text")
        found += _redact_rows(Draft.objects.filter(ticket=self), said, "text")
        found += _redact_rows(Attachment.objects.filter(message__ticket=self), said, "name")
        found += _redact_rows(PageVisit.objects.filter(session__ticket=self), said, "url", "title")
        found += _redact_rows(Card.objects.filter(ticket=self), said, "title", "fields", "url")
        found += _redact_rows(Feedback.objects.filter(session__ticket=self), said, *FELT)
        found += _redact_rows(Escalation.objects.filter(ticket=self), said, "reason")
        return found

    def _redact_row(self, said: re.Pattern, *, by) -> int:
        names = ("subject", "resolution", "on_hold_reason", "values")
        former = {name: getattr(self, name) for name in names}
        clean = {name: _without(said, value) for name, value in former.items()}
        clean["subject"] = self._subject_without(said)
        for name in names:
            setattr(self, name, clean[name])
        self._save(*names)
        return (clean != former) + self._rename_what_follows(said, former["subject"], by=by)

    def _subject_without(self, said: re.Pattern) -> str:
        """Made of the first words and cut, it may hold the beginning of what goes: then it is made anew."""
        texts = Revision.objects.filter(message__ticket=self, message__seq=1).values_list("text", flat=True)
        for text in [*texts, *self.messages.filter(seq=1).values_list("text", flat=True)]:
            if text and self.subject == subject_from(text, ()):
                return subject_from(said.sub(BAR, text), ())
        return said.sub(BAR, self.subject)

    def _rename_what_follows(self, said: re.Pattern, former: str, *, by) -> int:
        """A subject goes along into the follow-up."""
        found, following = 0, self
        while following := type(self).objects.filter(follow_up_of=following).first():
            same = following.subject == former
            found += following.rename(self.subject if same else said.sub(BAR, following.subject), by=by)
        return found


def _pattern(words: str) -> re.Pattern:
    """The words as they were selected, however they are spaced and broken."""
    if len("".join(words.replace(BAR, "").split())) < SHORTEST:
        raise Refused("too_short", _("Select at least two characters."))
    return re.compile(SPACE.join(map(re.escape, words.split())))


def _plain(name: str) -> dict:
    """A column without its shield: what is looked for here is the secret itself."""
    return {f"plain_{name}": Cast(name, models.TextField())}


def _saying(rows, name: str, pattern: str):
    return rows.annotate(**_plain(name)).filter(**{f"plain_{name}__regex": pattern})


def _redact_rows(rows, said: re.Pattern, *names: str) -> int:
    found = 0
    for row in rows:
        former = {name: getattr(row, name) for name in names}
        clean = {name: _without(said, value) for name, value in former.items()}
        if clean != former:
            found += 1
            rows.model.objects.filter(pk=row.pk).update(**clean)
    return found


def _without(said: re.Pattern, value):
    if isinstance(value, str):
        return said.sub(BAR, value)
    if isinstance(value, dict):
        return {name: _without(said, each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without(said, each) for each in value]
    return value


def _refuse_unless_allowed(by) -> None:
    if not by.has_perm("tickets.redact"):
        raise Refused("not_allowed", _("Your role may not take words out of a conversation. Ask a supervisor."))
