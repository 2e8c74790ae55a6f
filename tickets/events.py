from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from core.events.kinds import DomainEvent

if TYPE_CHECKING:
    from tickets.models import Message


@dataclass(frozen=True, kw_only=True)
class TicketEvent(DomainEvent, name="ticket"):
    """`version` is the ticket's after the change; `public_version` is None where the customer sees nothing of it."""

    ticket_id: int
    version: int
    public_version: int | None = None

    @property
    def stream(self) -> str:
        return f"ticket:{self.ticket_id}"


@dataclass(frozen=True, kw_only=True)
class MessageAdded(TicketEvent, name="ticket.message_added"):
    message_id: int
    department_id: int | None = None
    # Colleagues called by name in a note.
    called_ids: tuple[int, ...] = ()
    # The row itself, for whoever shows it in the process that wrote it; it is not kept with the event.
    message: "Message | None" = field(default=None, repr=False, compare=False)

    def payload(self) -> dict[str, Any]:
        kept = {name: value for name, value in super().payload().items() if name != "message"}
        return kept if self.called_ids else {name: value for name, value in kept.items() if name != "called_ids"}


@dataclass(frozen=True, kw_only=True)
class TicketOpened(TicketEvent, name="ticket.opened"):
    customer_id: int
    department_id: int | None


@dataclass(frozen=True, kw_only=True)
class TicketAssigned(TicketEvent, name="ticket.assigned"):
    assignee_id: int
    from_id: int | None


class TicketTakenOver(TicketAssigned, name="ticket.taken_over"):
    """By a supervisor, from whoever led the conversation."""


class TicketGivenBack(TicketAssigned, name="ticket.given_back"):
    """To whom it was taken over from."""


class TicketHandedOver(TicketAssigned, name="ticket.handed_over"):
    """By a supervisor, from one operator to another."""


@dataclass(frozen=True, kw_only=True)
class TicketTransferred(TicketEvent, name="ticket.transferred"):
    from_department_id: int | None
    department_id: int


class TicketHeld(TicketEvent, name="ticket.held"):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketResolved(TicketEvent, name="ticket.resolved"):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketClosed(TicketEvent, name="ticket.closed"):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketReopened(TicketEvent, name="ticket.reopened"):
    from_status: str


@dataclass(frozen=True, kw_only=True)
class TicketSeen(TicketEvent, name="ticket.seen"):
    """Somebody received or read as far as these places; zero where nobody has."""

    customer_delivered_seq: int
    customer_read_seq: int
    agents_read_seq: int


@dataclass(frozen=True, kw_only=True)
class PageVisited(TicketEvent, name="ticket.page_visited"):
    pass


@dataclass(frozen=True, kw_only=True)
class TicketReleased(TicketEvent, name="ticket.released"):
    from_id: int


@dataclass(frozen=True, kw_only=True)
class TicketTagged(TicketEvent, name="ticket.tagged"):
    tag_id: int


@dataclass(frozen=True, kw_only=True)
class TicketUntagged(TicketEvent, name="ticket.untagged"):
    tag_id: int


@dataclass(frozen=True, kw_only=True)
class PrioritySet(TicketEvent, name="ticket.priority_set"):
    priority: int
    from_priority: int


@dataclass(frozen=True, kw_only=True)
class TicketRenamed(TicketEvent, name="ticket.renamed"):
    pass


@dataclass(frozen=True, kw_only=True)
class ValuesSet(TicketEvent, name="ticket.values_set"):
    """Which of the house's own fields were answered; the answers stay on the row."""

    keys: list[str]


@dataclass(frozen=True, kw_only=True)
class TicketFollowed(TicketEvent, name="ticket.followed"):
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class TicketUnfollowed(TicketEvent, name="ticket.unfollowed"):
    agent_id: int


@dataclass(frozen=True, kw_only=True)
class TicketSnoozed(TicketEvent, name="ticket.snoozed"):
    until: str


@dataclass(frozen=True, kw_only=True)
class TicketWoken(TicketEvent, name="ticket.woken"):
    """A snooze is over, because its time has come or somebody ended it; whoever had set it may want to know."""

    snoozed_by_id: int | None


@dataclass(frozen=True, kw_only=True)
class MessageMended(TicketEvent, name="ticket.message_mended"):
    """Something was done to a message that stands there already; each kind of it is an event of its own below."""

    message_id: int
    department_id: int | None = None


class MessageEdited(MessageMended, name="ticket.message_edited"):
    pass


class MessageRedacted(MessageMended, name="ticket.message_redacted"):
    pass


class WhisperHeard(MessageMended, name="ticket.whisper_heard"):
    """Whoever a supervisor whispered to has read it."""


@dataclass(frozen=True, kw_only=True)
class MessageReacted(MessageMended, name="ticket.message_reacted"):
    emoji: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class TagMade(DomainEvent, name="tag.made"):
    tag_id: int


@dataclass(frozen=True, kw_only=True)
class TagEdited(DomainEvent, name="tag.edited"):
    """`fields` are the names of what changed, "is_active" among them."""

    tag_id: int
    fields: list[str]


@dataclass(frozen=True, kw_only=True)
class FieldMade(DomainEvent, name="field.made"):
    field_id: int


@dataclass(frozen=True, kw_only=True)
class FieldEdited(DomainEvent, name="field.edited"):
    field_id: int
    fields: list[str]
