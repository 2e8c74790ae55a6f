import uuid

from django.db import models, transaction
from django.db.models.functions import Now

from core.shielding import shielded
from tickets.events import TicketOpened
from tickets.models.card import Card, Shown

SUBJECT_LENGTH = 80


class Opening(models.Model):
    """How a ticket begins."""

    class Meta:
        abstract = True

    @classmethod
    def open(
        cls,
        *,
        customer,
        channel: str,
        text: str,
        by,
        client_id: uuid.UUID | None = None,
        subject: str = "",
        department=None,
        attachments=(),
        follow_up_of=None,
        card: Shown | None = None,
    ):
        """Open a ticket with its first message, by the customer himself or by an agent who writes it down for him.

        Returns (ticket, message). Opening twice is prevented by whoever knows the sender's own name for the
        conversation (chat.Conversation, a mail's Message-ID): it calls this inside its own unique insert.
        """
        with transaction.atomic():
            ticket = cls.objects.create(
                customer=customer,
                channel=channel,
                subject=subject or subject_from(shielded(text or (card.title if card else "")).text, attachments),
                department=department,
                follow_up_of=follow_up_of,
            )
            ticket._begin_session(**ticket._clocks_of_waiting())
            message = ticket._hear(
                text=text, client_id=client_id or uuid.uuid4(), attachments=attachments, card=card, by=by
            )
            ticket._record(
                TicketOpened,
                by=by,
                numbers=message.numbers,
                customer_id=customer.pk,
                department_id=department.pk if department else None,
            )
        return ticket, message

    def _follow_up(self, text: str, client_id: uuid.UUID, attachments, card: Shown | None, *, by):
        """A message to a closed ticket goes on in the ticket that follows it; the caller holds this one's lock."""
        following = type(self).objects.filter(follow_up_of=self).first()
        if following:
            return following.receive(text=text, client_id=client_id, attachments=attachments, card=card, by=by)
        _, message = type(self).open(
            customer=self.customer,
            channel=self.channel,
            text=text,
            client_id=client_id,
            attachments=attachments,
            subject=self.subject,
            department=self.department,
            follow_up_of=self,
            card=card,
            by=by,
        )
        return message, True

    def _hear(self, *, text: str, client_id: uuid.UUID, attachments, reply_to=None, card: Shown | None = None, by):
        """Write the customer's words down and remember since when he waits."""
        if by.actor_kind == "customer":
            # At hand already, so nobody who shows the message asks for him again.
            self.customer = by
        message = self._append(
            text=text,
            client_id=client_id,
            attachments=attachments,
            reply_to=reply_to,
            card=Card.freeze(card, self) if card else None,
            by=by,
            author_kind="customer",
        )
        self.waiting_since = self.waiting_since or Now()
        self._owe_an_answer()
        self._stop_snoozing()
        self._is_back()
        self.unread_count += 1
        self._save(*self.ROW_FIELDS, "waiting_since", "unread_count", "status", "solved_at")
        return message


def subject_from(text: str, attachments) -> str:
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    if not line and attachments:
        line = attachments[0].name
    return line if len(line) <= SUBJECT_LENGTH else line[: SUBJECT_LENGTH - 1].rstrip() + "…"
