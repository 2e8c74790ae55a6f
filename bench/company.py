"""Customers with open conversations and the agent who watches them all, made for one measurement."""

import uuid
from dataclasses import dataclass

from bench import dataset
from bench.signing_in import signed_in
from chat.models import Conversation, Site, Visitor
from customers.models import Customer
from tickets.models import Message, Ticket

ORIGIN = "http://bank.test"


@dataclass(frozen=True)
class Talker:
    token: str
    conversation: str
    ticket: int


@dataclass(frozen=True)
class Company:
    visitors: list[Talker]
    sessions: list[str]
    origin: str

    def stored(self) -> int:
        """Customers' messages beyond the first of each conversation."""
        tickets = [visitor.ticket for visitor in self.visitors]
        return Message.objects.filter(ticket__in=tickets, author_kind="customer").count() - len(tickets)


def site() -> Site:
    department = dataset.agent().memberships.order_by("pk").first().department
    found, _ = Site.objects.get_or_create(name="Bench", defaults={"origins": [ORIGIN], "department": department})
    return found


def talking(count: int) -> Company:
    """So many open conversations, each watched by the agent who has it."""
    found = site()
    agents = dataset.agents(count)
    return Company([_talker(found, agent) for agent in agents], [signed_in(agent) for agent in agents], ORIGIN)


def _talker(site: Site, agent) -> Talker:
    customer = Customer.objects.create(name="Talker")
    visitor, token = Visitor.objects.arrive(site, customer=customer)
    ticket, _ = Ticket.open(customer=customer, channel="widget", text="Hello", by=customer, department=site.department)
    ticket.take(by=agent)
    conversation = Conversation.objects.create(visitor=visitor, public_id=uuid.uuid4(), ticket=ticket)
    return Talker(token, str(conversation.public_id), ticket.pk)
