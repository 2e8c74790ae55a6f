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
    # The row itself, for whoever shows it in the process that wrote it; it is not kept with the event.
    message: "Message | None" = field(default=None, repr=False, compare=False)

    def payload(self) -> dict[str, Any]:
        return {name: value for name, value in super().payload().items() if name != "message"}


@dataclass(frozen=True, kw_only=True)
class TicketOpened(TicketEvent, name="ticket.opened"):
    customer_id: int
    department_id: int | None


@dataclass(frozen=True, kw_only=True)
class TicketAssigned(TicketEvent, name="ticket.assigned"):
    assignee_id: int
    from_id: int | None


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
