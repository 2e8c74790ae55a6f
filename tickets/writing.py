"""What leaves the composer: the words, and what happens together with them or not at all."""

from datetime import datetime

from django.db import transaction

from tickets.models import CannedReply, Draft, Message


def reply(ticket, *, draft: datetime | None = None, canned=(), resolve: bool = False, by, **words):
    """`draft` is when these words were last kept as one, `canned` the keys of the canned replies they were made of."""
    if not (draft or canned or resolve):
        return ticket.reply(**words, by=by)
    with transaction.atomic():
        message, is_new = ticket.reply(**words, by=by)
        if is_new:
            _close_the_draft(ticket, message, draft=draft, canned=canned, by=by)
            if resolve:
                ticket.resolve(by=by)
    return message, is_new


def note(ticket, **words):
    return _inside(ticket, ticket.note, **words)


def whisper(ticket, **words):
    return _inside(ticket, ticket.whisper, **words)


def _inside(ticket, verb, *, draft: datetime | None = None, canned=(), by, **words):
    with transaction.atomic():
        message, is_new = verb(**words, by=by)
        if is_new:
            _close_the_draft(ticket, message, draft=draft, canned=canned, by=by)
    return message, is_new


def _close_the_draft(ticket, message: Message, *, draft: datetime | None, canned, by) -> None:
    if draft:
        kept = Draft.objects.of(by).filter(ticket=ticket, visibility=message.visibility)
        kept.sent(message.text, kept_at=draft).delete()
    CannedReply.use(canned, ticket=ticket, by=by)
