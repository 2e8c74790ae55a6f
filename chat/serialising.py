"""What the customer's side is told, in the shapes of docs/protocol.md. Internal messages cannot pass through here."""

from chat.file_links import file_link
from tickets.emoji_names import EMOJI
from tickets.models import Message
from tickets.models.message import title_of

# How many letters of a message stand above its answer.
QUOTED = 160

# What an event line may say to the customer; the rest of its details is for colleagues.
HAPPENINGS = {
    "joined": "name",
    "resolved": "name",
    "closed": "name",
    "reopened": "name",
    "transferred": "department",
    "ended": "name",
    "merged": "name",
    "unmerged": "name",
}

# That somebody put two tickets together is ours to know: here it ended, or goes on again.
AS_TOLD = {"merged": "closed", "unmerged": "reopened"}


class NotForCustomers(Exception):
    """Somebody handed an internal message to what speaks to customers: better no page than this one."""


def message_json(message: Message, *, visitor_id: int, bot: dict) -> dict:
    """MESSAGE. The second of two locks: queries ask for public messages only, and this refuses all others."""
    if message.visibility != Message.Visibility.PUBLIC or message.public_version is None:
        raise NotForCustomers
    redacted = message.redacted_at is not None
    files = message.attachments.all() if message.has_files and not redacted else []
    return {
        "client_id": str(message.client_id),
        "seq": message.public_seq,
        "version": message.public_version,
        "author": author_json(message, bot=bot),
        "text": "" if redacted else message.text,
        "happening": happening_json(message),
        "quote": quote_json(message.reply_to, bot=bot) if message.reply_to else None,
        "reactions": reactions_json(message),
        "card": card_json(message.card) if message.card and not redacted else None,
        "attachments": [attachment_json(a, visitor_id=visitor_id) for a in files],
        "sent_at": stamp(message.created_at),
        "edited_at": stamp(message.edited_at),
        "redacted": redacted,
        "masked": [] if redacted else message.masked,
    }


def author_json(message: Message, *, bot: dict) -> dict:
    kind = message.author_kind
    if kind == Message.AuthorKind.AGENT and message.author:
        return {"kind": kind, **person_json(message.author)}
    if kind == Message.AuthorKind.BOT:
        return {"kind": kind, **bot}
    return {"kind": kind, "name": "", "photo": None}


def person_json(user) -> dict:
    return {"name": user.display_name, "photo": user.photo_url or None}


def happening_json(message: Message) -> dict | None:
    if not message.happening:
        return None
    said = HAPPENINGS.get(message.happening, "")
    return {"kind": AS_TOLD.get(message.happening, message.happening), "name": str(message.details.get(said, ""))}


def quote_json(quoted: Message, *, bot: dict) -> dict | None:
    """What the message answers, as it is now; never a colleague's note, whatever stands in the row."""
    if not quoted.is_public:
        return None
    redacted = quoted.redacted_at is not None
    file = next(iter(quoted.attachments.all()), None) if quoted.has_files and not redacted else None
    return {
        "client_id": str(quoted.client_id),
        "seq": quoted.public_seq,
        "author": author_json(quoted, bot=bot),
        "text": "" if redacted else (quoted.text or title_of(quoted))[:QUOTED],
        "file": file.name if file else "",
        "redacted": redacted,
    }


def reactions_json(message: Message) -> list[dict]:
    """Who it was is told by its side alone: the customer's own, or one of ours."""
    if not message.reactions:
        return []
    return [
        {
            "emoji": emoji,
            "count": len(message.reactions[emoji]),
            "mine": any(who.startswith("customer:") for who in message.reactions[emoji]),
        }
        for emoji in EMOJI
        if emoji in message.reactions
    ]


def card_json(card) -> dict:
    return {
        "type": card.type,
        "id": card.external_id,
        "title": card.title,
        "fields": [{"label": label, "value": value} for label, value in card.fields],
        "url": card.url or None,
        "verified": card.verified,
    }


def attachment_json(attachment, *, visitor_id: int) -> dict:
    thumbnail = file_link(attachment, visitor_id=visitor_id, thumbnail=True) if attachment.thumbnail else None
    return {
        **upload_json(attachment),
        "url": file_link(attachment, visitor_id=visitor_id),
        "thumbnail": thumbnail,
    }


def upload_json(attachment) -> dict:
    return {
        "key": attachment.key,
        "name": attachment.name,
        "size": attachment.size,
        "type": attachment.content_type,
        "image": {"width": attachment.width, "height": attachment.height} if attachment.is_picture else None,
        "duration_ms": attachment.duration_ms,
    }


def conversation_json(conversation, standing) -> dict:
    """CONVERSATION, from its ticket and from what `chat.standing` read."""
    ticket = conversation.ticket
    return {
        "id": str(conversation.public_id),
        "version": ticket.public_version,
        "seq": ticket.last_public_seq,
        "status": standing.state,
        "continues": conversation.continues,
        "agent": person_json(standing.operator) if standing.operator else None,
        "seen": {"delivered": ticket.customer_delivered_seq, "read": ticket.customer_read_seq},
        "agents_seen": {"read": ticket.agents_read_seq},
        "unread": standing.unread,
        "subject": ticket.subject,
        "started_at": stamp(ticket.created_at),
        "closed_at": stamp(standing.closed_at),
        "person": standing.person,
        "place": standing.place,
    }


def bot_json(site) -> dict:
    """The site's assistant, under the site's title unless it has a name; a site switched off meanwhile has none."""
    if site is None:
        return {"name": "", "photo": None}
    name = site.bot_name or site.text("title", site.language) or site.name
    return {"name": name, "photo": site.bot_photo_url or None}


def visitor_json(visitor) -> dict:
    customer = visitor.customer
    return {
        "id": str(visitor.pk),
        "name": (customer.preferred_name or customer.name) if customer else "",
        "verified": visitor.verified,
        "agreed": visitor.agreed_at is not None,
    }


def stamp(moment) -> str | None:
    return moment.isoformat().replace("+00:00", "Z") if moment else None
