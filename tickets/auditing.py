"""Who took what out of a message, told by the events: they know who and when, and never what."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from core.models import Event
from tickets.events import MessageRedacted
from tickets.models import Message


@dataclass(frozen=True)
class Redaction:
    what: str
    name: str
    at: datetime


def redactions_of(message: Message) -> list[Redaction]:
    """Of its words and files, the newest first; that it was removed stands in its former texts."""
    events = Event.objects.of(f"ticket:{message.ticket_id}").filter(
        name=MessageRedacted.name, payload__message_id=message.pk, payload__what__in=["words", "file"]
    )
    found = list(events.order_by("-id"))
    people = User.objects.in_bulk({event.actor_id for event in found if event.actor_kind == "agent"})
    return [Redaction(event.payload["what"], _name(people.get(event.actor_id)), event.happened_at) for event in found]


def _name(user: User | None) -> str:
    return user.display_name if user else _("Former colleague")
