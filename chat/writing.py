"""A visitor writes: the first words open a ticket, later ones go on in it or in the one that follows it."""

import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from chat.models import Conversation, Site, Visitor
from tickets.models import Attachment, Message, Ticket
from tickets.refusals import Refused


@dataclass(frozen=True, kw_only=True)
class Words:
    """What the widget sent: `client_id` makes sending it again harmless."""

    client_id: uuid.UUID
    text: str
    keys: list[str]


Written = tuple[Conversation, Message, bool]


def find(visitor: Visitor, public_id: uuid.UUID) -> Conversation | None:
    rows = visitor.conversations().filter(public_id=public_id).select_related("ticket")
    # Another device of the same customer may have drawn the same id; one's own comes first.
    return min(rows, key=lambda row: row.visitor_id != visitor.pk, default=None)


@transaction.atomic
def begin(visitor: Visitor, public_id: uuid.UUID, words: Words, *, site: Site) -> Written:
    """Open the ticket. Returns the conversation, the message, and whether it is new.

    Races with itself: two sends of the same first words. The visitor's lock lets the second find the first's ticket.
    """
    customer = visitor.become_somebody()
    Visitor.objects.select_for_update().values("pk").get(pk=visitor.pk)
    if conversation := find(visitor, public_id):
        return go_on(visitor, conversation, words)
    ticket, message = Ticket.open(
        customer=customer,
        channel=Ticket.Channel.WIDGET,
        department=site.department,
        text=words.text,
        client_id=words.client_id,
        attachments=_uploads(customer, words, all_needed=True),
        by=customer,
    )
    conversation = Conversation.objects.create(visitor=visitor, public_id=public_id, ticket=ticket)
    return conversation, message, True


@transaction.atomic
def go_on(visitor: Visitor, conversation: Conversation, words: Words) -> Written:
    """Write in a conversation. To a closed ticket this opens a follow-up, whose conversation is returned then."""
    customer = visitor.become_somebody()
    attachments = _uploads(customer, words)
    message, created = conversation.ticket.receive(
        text=words.text, client_id=words.client_id, attachments=attachments, by=customer
    )
    if message.author_kind != Message.AuthorKind.CUSTOMER:
        # A colleague's message of the same id, perhaps a note, is not the customer's to be answered with.
        raise Refused("client_id_taken", _("This identifier is taken. Send the message under a new one."))
    # Only now: a message sent twice finds its files taken, by itself.
    if created and len(attachments) < len(words.keys):
        raise Refused("attachment_gone", _("One of the files is no longer there. Attach it again."))
    return _follow(conversation, message.ticket), message, created


def _uploads(customer, words: Words, *, all_needed: bool = False) -> list[Attachment]:
    if not words.keys:
        return []
    found = list(Attachment.objects.unused_by(customer).filter(key__in=words.keys))
    if all_needed and len(found) < len(words.keys):
        raise Refused("attachment_gone", _("One of the files is no longer there. Attach it again."))
    return found


def _follow(conversation: Conversation, ticket: Ticket) -> Conversation:
    """The conversation of this ticket, reached from an earlier one; made if nobody has come this way."""
    if ticket.pk == conversation.ticket_id:
        return conversation
    earlier = _follow(conversation, ticket.follow_up_of) if ticket.follow_up_of_id else conversation
    following, _made = Conversation.objects.get_or_create(
        visitor_id=earlier.visitor_id, public_id=earlier.follow_up_id, defaults={"ticket": ticket}
    )
    following.ticket = ticket
    return following
