"""What a search brings: rows of three kinds, with what a list shows of each."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from customers.models import Customer
from tickets.models import Ticket
from tickets.search.places import EPOCH, Place
from tickets.search.snippets import marked, snippet


class _OfTicket:
    """What both a ticket and a message in it show of the ticket."""

    subject: str
    status: str
    channel: str
    wanted: tuple[str, ...]
    customer_id: int
    customer_name: str
    preferred_name: str

    @property
    def title(self) -> SafeString:
        return marked(self.subject, self.wanted)

    @property
    def state(self) -> str:
        return str(Ticket.Status(self.status).label)

    @property
    def customer(self) -> "Person":
        return Person(self.customer_id, self.customer_name, self.preferred_name)


@dataclass(frozen=True)
class Person:
    """A customer as far as a row shows him; the model's own words for it, without what a model costs thirty times."""

    pk: int
    name: str
    preferred_name: str
    display_name = Customer.display_name
    initials = Customer.initials
    hue = Customer.hue


@dataclass(frozen=True)
class MessageRow(_OfTicket):
    pk: int
    created_at: datetime
    seq: int
    client_id: str
    text: str
    visibility: str
    author_kind: str
    ticket_id: int
    subject: str
    status: str
    channel: str
    customer_id: int
    customer_name: str
    preferred_name: str
    author_name: str | None
    author_public_name: str | None
    wanted: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        return Place(self.created_at, self.pk)

    @property
    def line(self) -> SafeString:
        return snippet(self.text, self.wanted)

    @property
    def author(self) -> str:
        """Who wrote it; nothing for the customer, whose name the ticket shows already."""
        if self.author_kind == "agent":
            return self.author_public_name or self.author_name or _("Former colleague")
        return "" if self.author_kind == "customer" else _("Assistant")


@dataclass(frozen=True)
class TicketRow(_OfTicket):
    pk: int
    last_message_at: datetime
    subject: str
    status: str
    channel: str
    last_text: str
    customer_id: int
    customer_name: str
    preferred_name: str
    assignee_name: str | None
    assignee_public_name: str | None
    wanted: tuple[str, ...] = ()

    @property
    def ticket_id(self) -> int:
        return self.pk

    @property
    def place(self) -> Place:
        return Place(EPOCH, self.pk)

    @property
    def assignee(self) -> str:
        return self.assignee_public_name or self.assignee_name or ""


@dataclass(frozen=True)
class CustomerRow:
    pk: int
    name: str
    preferred_name: str
    organisation: str | None
    newest_ticket: int
    tickets: int

    @property
    def place(self) -> Place:
        return Place(EPOCH, self.pk)

    @property
    def customer(self) -> Person:
        return Person(self.pk, self.name, self.preferred_name)
