"""A visitor writes: the first words open a ticket, later ones go on in it or in the one that follows it."""

import uuid
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chat.introducing import asked_department, become_known, is_asked
from chat.models import Conversation, Site, Visitor
from tickets.first_line import first_line
from tickets.models import Attachment, Message, Ticket
from tickets.models.card import Shown
from tickets.refusals import Refused

# What this thread is writing in, for the reactions that tell the customer's other tabs.
_at_hand: ContextVar[Conversation | None] = ContextVar("conversation_at_hand", default=None)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the widget sent: `client_id` makes sending it again harmless."""

    client_id: uuid.UUID
    text: str
    keys: list[str]
    quoted: uuid.UUID | None = None
    card: Shown | None = None


Written = tuple[Conversation, Message, bool]


@transaction.atomic
def begin(visitor: Visitor, public_id: uuid.UUID, words: Words, *, site: Site) -> Written:
    """Open the ticket. Returns the conversation, the message, and whether it is new.

    Races with itself: two sends of the same first words. The visitor's lock lets the second find the first's ticket.
    """
    if visitor.only_ticket_id:
        raise Refused("one_conversation", _("This link leads into one conversation. Write in it."))
    customer = visitor.become_somebody()
    Visitor.objects.select_for_update().values("pk").get(pk=visitor.pk)
    if conversation := visitor.conversations().nearest(visitor, public_id):
        return go_on(visitor, conversation, words)
    become_known(visitor, customer, asked_name=is_asked(site, "name"))
    line = first_line(words.text, chosen=asked_department(visitor, site), otherwise=site.department)
    ticket, message = Ticket.open(
        customer=customer,
        channel=Ticket.Channel.WIDGET,
        department=line.department,
        subject=visitor.introduction.get("question", ""),
        text=words.text,
        client_id=words.client_id,
        attachments=_uploads(customer, words),
        card=words.card,
        by=customer,
    )
    line.remember(ticket)
    if visitor.introduction:
        visitor.introduce()
    conversation = Conversation.objects.create(visitor=visitor, public_id=public_id, ticket=ticket)
    return conversation, message, True


def go_on(visitor: Visitor, conversation: Conversation, words: Words) -> Written:
    """Write in a conversation. To a closed ticket this opens a follow-up, whose conversation is returned then."""
    customer = visitor.become_somebody()
    with _holding(conversation):
        message, created = conversation.ticket.receive(
            text=words.text,
            client_id=words.client_id,
            attachments=_uploads(customer, words),
            reply_to=words.quoted,
            card=words.card,
            by=customer,
        )
    if message.author_kind != Message.AuthorKind.CUSTOMER:
        # A colleague's message of the same id, perhaps a note, is not the customer's to be answered with.
        raise Refused("client_id_taken", _("This identifier is taken. Send the message under a new one."))
    return _follow(conversation, message.ticket), message, created


def at_hand(ticket_id: int) -> Conversation | None:
    """The conversation of that ticket that this thread is writing in right now."""
    conversation = _at_hand.get()
    return conversation if conversation and conversation.ticket_id == ticket_id else None


@contextmanager
def _holding(conversation: Conversation):
    token = _at_hand.set(conversation)
    try:
        yield
    finally:
        _at_hand.reset(token)


def _uploads(customer, words: Words) -> list[Attachment]:
    if not words.keys:
        return []
    found = list(Attachment.objects.unused_by(customer).filter(key__in=words.keys))
    if len(found) < len(words.keys) and not _was_sent(customer, words):
        raise Refused("attachment_gone", _("One of the files is no longer there. Attach it again."))
    return found


def _was_sent(customer, words: Words) -> bool:
    """A message sent twice finds its files taken, by itself."""
    return Message.objects.filter(ticket__customer=customer, client_id=words.client_id).exists()


def _follow(conversation: Conversation, ticket: Ticket) -> Conversation:
    """The conversation of this ticket, reached from an earlier one by follow-ups and mergings."""
    while conversation.ticket_id != ticket.pk:
        following = conversation.going_on()
        if following is None:
            # Parted again in this very moment: the message is there, and so is its writer.
            return conversation.beside(ticket, uuid.uuid5(conversation.public_id, f"ticket-{ticket.pk}"))
        conversation = following
    return conversation
