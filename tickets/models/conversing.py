import uuid

from django.db import IntegrityError, models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.shielding import shielded
from tickets.calling import called_in
from tickets.events import TicketReopened
from tickets.models.attachment import Attachment
from tickets.models.attention import Mention
from tickets.models.card import Shown
from tickets.models.hearing import Hearing
from tickets.models.message import Message, preview, title_of, with_masked
from tickets.models.session import Session
from tickets.refusals import Refused


class Conversing(Hearing, models.Model):
    """What is said in a ticket. A message with a client_id that is already there is answered with the stored one."""

    ROW_FIELDS = ("last_seq", "last_public_seq", "last_text", "last_author_kind", "last_message_at")

    class Meta:
        abstract = True

    def receive(
        self,
        *,
        text: str,
        client_id: uuid.UUID,
        attachments=(),
        reply_to: uuid.UUID | None = None,
        card: Shown | None = None,
        by,
    ) -> tuple[Message, bool]:
        """Take in the customer's words. Returns the message and whether it is new; its ticket may be a follow-up.

        `reply_to` is the sender's id of the message he quotes; a follow-up has no such message and goes without.
        `card` is what he asks about, as his page showed it.
        """
        try:
            if reply_to is None and card is None and (message := self._hear_more(text, client_id, attachments, by=by)):
                return message, True
            return self._receive(text, client_id, attachments, reply_to, card, by=by)
        except IntegrityError as error:
            # Nearly every message is new, so it is written first, and what the constraint refuses was there already.
            if not Message.is_repeated(error):
                raise
        self.refresh_from_db()
        return self._known(client_id), False

    def _receive(self, text: str, client_id: uuid.UUID, attachments, reply_to, card, *, by) -> tuple[Message, bool]:
        with self._locked():
            if self.status != "closed":
                return self._hear_as_it_stands(text, client_id, attachments, reply_to, card, by=by), True
            if known := self._known(client_id):
                return known, False
            if not self.leads_on:
                return self._follow_up(text, client_id, attachments, card, by=by)
        # Outside the lock: merging takes both in the order of their numbers, which may be the other one.
        return self.merged_into.receive(text=text, client_id=client_id, attachments=attachments, card=card, by=by)

    def _hear_as_it_stands(self, text: str, client_id: uuid.UUID, attachments, reply_to, card, *, by) -> Message:
        if self.status == "solved":
            self._wake(by=by)
        if self.waiting_since is None or self.status not in ("new", "open"):
            self._mind_the_waiting()
        if self.status in ("pending", "on_hold"):
            self.status = "open"
        quoted = self._quoted(reply_to, public=True, by=by)
        said = {"text": text, "client_id": client_id, "attachments": attachments}
        return self._hear(**said, reply_to=quoted, card=card, by=by)

    def reply(
        self, *, text: str, client_id: uuid.UUID, attachments=(), reply_to=None, seen_seq: int | None = None, by
    ) -> tuple[Message, bool]:
        """Answer the customer. With `seen_seq`, refuse when someone else on our side has written after it.

        `reply_to` is the sender's id of the message that is quoted.
        """
        with self._locked():
            if known := self._known(client_id):
                return known, False
            if self.status == "closed":
                raise Refused("closed", _("This ticket is closed. Reopen it to write to the customer."))
            self._refuse_a_stale_view(seen_seq, by=by)
            quoted = self._quoted(reply_to, public=True, by=by)
            self._join(by=by)
            message = self._append(
                text=text, client_id=client_id, attachments=attachments, by=by, author_kind="agent", reply_to=quoted
            )
            self.waiting_since = None
            self._owe_nothing()
            self.unread_count = 0
            self.agents_read_seq = self.last_public_seq
            if self.status != "solved":
                self.status = "pending"
            self._mind_the_silence()
            self._save(*self.ROW_FIELDS, "waiting_since", "unread_count", "agents_read_seq", "status", "assignee")
        return message, True

    def note(self, *, text: str, client_id: uuid.UUID, attachments=(), reply_to=None, by) -> tuple[Message, bool]:
        """Write what only colleagues see. Whoever is called by name in it (@Name) and may see the ticket is told."""
        called = called_in(text, ticket=self, by=by)
        with self._locked():
            if known := self._known(client_id):
                return known, False
            return self._note(text, client_id, attachments, reply_to, called=called, by=by)

    def _note(self, text: str, client_id, attachments, reply_to, *, called, by, **details) -> tuple[Message, bool]:
        message = self._append(
            text=text,
            client_id=client_id,
            attachments=attachments,
            by=by,
            author_kind="agent",
            public=False,
            reply_to=self._quoted(reply_to, public=False, by=by),
            details={"called": called, **details} if called else details,
        )
        Mention.call(called, message)
        self._save("last_seq")
        return message, True

    def _quoted(self, client_id: uuid.UUID | None, *, public: bool, by):
        """The message that is quoted. What colleagues wrote to each other never travels out in a reply.

        To the customer a note looks as if it were not there.
        """
        if client_id is None:
            return None
        quoted = self.messages.filter(client_id=client_id, happening="").select_related("author").first()
        if quoted is None or (by.actor_kind == "customer" and not quoted.is_public):
            raise Refused("quote", _("The quoted message is no longer there. Send without it, or quote another."))
        if public and not quoted.is_public:
            raise Refused("quote", _("This note is for colleagues alone and cannot be quoted to the customer."))
        return quoted

    def _known(self, client_id: uuid.UUID):
        return self.messages.filter(client_id=client_id).select_related("author").first()

    def _refuse_a_stale_view(self, seen_seq: int | None, *, by) -> None:
        if seen_seq is None:
            return
        said = Q(happening="", author_kind__in=("agent", "bot"))
        newer = self.messages.by_hand().filter(said | Q(details__has_key="handed"), seq__gt=seen_seq)
        newer = newer.exclude(author_id=by.pk)
        happening = newer.order_by("happening").values_list("happening", flat=True).first()
        if happening == "":
            raise Refused("stale", _("Somebody wrote meanwhile. Read it, then send."))
        if happening:
            raise Refused("stale", _("This conversation has changed hands meanwhile. Read it, then send."))

    def _wake(self, *, by) -> None:
        """A solved or closed ticket lives again, in a new session; the caller holds the lock and saves."""
        former, self.status, self.solved_at, self.closed_at = self.status, "open", None, None
        self._begin_session()
        line = self._happen("reopened", by=by)
        self._record(TicketReopened, by=by, numbers=line.numbers, from_status=former)

    def _join(self, *, by) -> None:
        """The agent enters the session that nobody has joined, and has the ticket if nobody has it."""
        self.offer_due_at = None
        waiting = Session.objects.filter(ticket=self, state=Session.State.QUEUED).first()
        if self.assignee_id is None:
            self._refuse_beyond_capacity(by, waiting)
            self.assignee = by
        if waiting:
            waiting.join(by=by)
            self._happen("joined", by=by)

    def _happen(self, happening: str, *, by, public: bool = True, text: str = "", **details) -> Message:
        """Leave a system line. It carries names, no words of ours: each reader's page says it in his language.

        `text` is what somebody said with it.
        """
        return self._append(**self._happening(happening, by=by, public=public, text=text, **details))

    def _happening(self, happening: str, *, by, public: bool = True, text: str = "", **details) -> dict:
        details.setdefault("name", by.display_name if by.actor_kind in ("agent", "customer") else "")
        return {
            "client_id": uuid.uuid4(),
            "by": by,
            "author_kind": "system",
            "author": by if by.actor_kind == "agent" else None,
            "public": public,
            "text": text,
            "happening": happening,
            "details": details,
        }

    def _append(self, *, by, author_kind: str, attachments=(), calls: bool = True, **said) -> Message:
        """Store a new message and tell of it; the caller holds the row's lock and saves the ticket.

        `calls` is false where whoever is named in it has been called already.
        """
        message = self._compose(by=by, author_kind=author_kind, has_files=bool(attachments), **said)
        message.save(force_insert=True)
        Attachment.bind(attachments, message, by=by)
        if message.is_public and not message.happening and not message.is_automatic:
            self.last_text = preview(message.text or title_of(message), attachments)
            self.last_author_kind = author_kind
            self.last_message_at = Now()
        self._tell_of(message, calls=calls, by=by)
        return message

    def _compose(
        self,
        *,
        client_id: uuid.UUID,
        by,
        author_kind: str,
        text="",
        public=True,
        author=None,
        details=None,
        **extra,
    ) -> Message:
        """The one place where messages are made, each at its place; the caller holds the row's lock."""
        text, masked = shielded(text)
        numbers = self._raise_version(public=public)
        self.last_seq += 1
        if public:
            self.last_public_seq += 1
        return Message(
            ticket=self,
            seq=self.last_seq,
            public_seq=self.last_public_seq if public else None,
            client_id=client_id,
            author_kind=author_kind,
            author=author or (by if author_kind == "agent" else None),
            visibility="public" if public else "internal",
            text=text,
            details=with_masked(details or {}, masked),
            **numbers,
            **extra,
        )
