"""A waiting customer writes on: by far the most frequent thing that happens here, so it is one statement.

Through the ORM the same three steps (lock the ticket, add the message, save the ticket) cost five times as much, nearly
all of it for putting SQL together. What changes nothing else comes this way; `Conversing.receive` does the rest.
"""

import json

from django.db import models, transaction

from core.events.recording import record
from core.shielding import shielded
from core.statements import Statement
from tickets.calling import ids_of
from tickets.events import MessageAdded
from tickets.models.attachment import Attachment
from tickets.models.message import Message, preview, with_masked

# What an answer to the writer and the news to everybody else show of the ticket.
KNOWN = (
    "version", "public_version", "last_seq", "last_public_seq", "unread_count", "last_text", "last_author_kind",
    "last_message_at", "customer_delivered_seq", "customer_read_seq", "agents_read_seq", "status", "subject",
    "department_id", "assignee_id", "created_at",
)  # fmt: skip
# The UPDATE holds the ticket's row until the commit, as `_locked` does, so the counters stay free of gaps.
WRITE_ON = Statement(f"""
    WITH ticket AS (
        UPDATE tickets_ticket
           SET version = version + 1, public_version = public_version + 1,
               last_seq = last_seq + 1, last_public_seq = last_public_seq + 1, unread_count = unread_count + 1,
               last_text = %(preview)s, last_author_kind = 'customer', last_message_at = statement_timestamp(),
               updated_at = statement_timestamp()
         WHERE id = %(ticket)s AND status IN ('new', 'open') AND waiting_since IS NOT NULL AND snoozed_until IS NULL
        RETURNING {", ".join(KNOWN)}
    ), message AS (
        INSERT INTO tickets_message
               (ticket_id, seq, public_seq, client_id, author_kind, visibility, text, happening, details, reactions,
                has_files, version, public_version)
        SELECT %(ticket)s::bigint, last_seq, last_public_seq, %(client_id)s::uuid, 'customer', 'public', %(text)s, '',
               %(details)s::jsonb, '{{}}'::jsonb, %(has_files)s::boolean, version, public_version
          FROM ticket
        RETURNING id AS message_id, created_at AS said_at
    )
    SELECT message.message_id, message.said_at, ticket.* FROM message, ticket
""")  # noqa: S608 - only our own columns are put in


class Hearing(models.Model):
    """The customer's next message, while he waits for an answer anyway."""

    class Meta:
        abstract = True

    @transaction.atomic
    def _hear_more(self, text: str, client_id, attachments, *, by) -> Message | None:
        """Write it down, or None where it would change more than the counts."""
        text, masked = shielded(text)
        details = with_masked({}, masked)
        words = {"text": text, "client_id": client_id, "has_files": bool(attachments)}
        row = WRITE_ON.row(ticket=self.pk, preview=preview(text, attachments), details=json.dumps(details), **words)
        if row is None:
            return None
        message = self._heard(row, by, details=details, **words)
        Attachment.bind(attachments, message, by=by)
        self._tell_of(message, by=by)
        return message

    def _tell_of(self, message: Message, *, calls: bool = True, by) -> None:
        record(self._telling_of(message, calls=calls), by=by)

    def _telling_of(self, message: Message, *, calls: bool = True) -> MessageAdded:
        """Every new message is told of in these words, whichever way it was written."""
        return MessageAdded(
            ticket_id=self.pk,
            message_id=message.pk,
            department_id=self.department_id,
            called_ids=ids_of(message.details.get("called")) if calls else (),
            message=message,
            **message.numbers,
        )

    def _heard(self, row: tuple, by, **words) -> Message:
        """The row as the message that it is, this ticket brought up to date with it."""
        pk, created_at, *values = row
        for name, value in zip(KNOWN, values, strict=True):
            setattr(self, name, value)
        # At hand already, so nobody who shows the message asks for him again.
        self.customer = by
        message = Message(
            pk=pk,
            ticket=self,
            seq=self.last_seq,
            public_seq=self.last_public_seq,
            author_kind=Message.AuthorKind.CUSTOMER,
            version=self.version,
            public_version=self.public_version,
            created_at=created_at,
            **words,
        )
        message._state.adding = False
        return message
