"""What the command palette finds on the server while somebody types: tickets, customers, colleagues."""

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from accounts.models import User
from tickets.models import Ticket
from tickets.search.asking import understood
from tickets.search.finding import Search, found
from tickets.search.narrowing import Narrowing

FEW = 5
SHORTEST = 2
DIGITS = 18
NAMES = ("name", "public_name")


@dataclass(frozen=True)
class Offer:
    tickets: list
    customers: list
    colleagues: list
    wanted: tuple[str, ...] = ()


def offered(agent, text: str) -> Offer:
    """`#20` finds tickets by the beginning of the number, `@da` people alone."""
    text = text.strip()
    sign, rest = text[:1], text[1:].strip()
    if sign == "#" or text.isdecimal():
        return Offer(_numbered(agent, text.lstrip("#")), [], [])
    if sign == "@":
        return _people(agent, rest)
    if len(text) < SHORTEST:
        return Offer([], [], [])
    search = Search(agent, understood(text), Narrowing(), is_unfinished=True)
    [tickets] = found(search.tickets(limit=FEW))
    people = _people(agent, text)
    return Offer(tickets[:FEW], people.customers, people.colleagues, search.query.stems)


def recent(agent, numbers: list[int]) -> list[Ticket]:
    """The tickets that this browser had open, in its order; only those that may still be seen."""
    tickets = Ticket.objects.visible_to(agent).select_related("customer").in_bulk(numbers)
    return [tickets[number] for number in numbers if number in tickets]


def _numbered(agent, digits: str) -> list[Ticket]:
    if not (digits.isascii() and digits.isdigit() and len(digits) <= DIGITS) or digits.startswith("0"):
        return []
    begins = Q()
    # As ranges of numbers, which the key's own index answers.
    for more in range(4):
        first = int(digits) * 10**more
        begins |= Q(pk__range=(first, first + 10**more - 1))
    tickets = Ticket.objects.visible_to(agent).filter(begins).select_related("customer")
    return list(tickets.order_by("pk")[:FEW])


def _people(agent, text: str) -> Offer:
    question = understood(text)
    if not question.text:
        return Offer([], [], [])
    [customers] = found(Search(agent, question, Narrowing()).customers(limit=FEW))
    named = User.objects.active().exclude(pk=agent.pk)
    for word in question.wanted:
        begins = (Q(**{f"{name}__istartswith": word}) | Q(**{f"{name}__icontains": f" {word}"}) for name in NAMES)
        named = named.filter(reduce(or_, begins))
    return Offer([], customers[:FEW], list(named.order_by("name")[:FEW]), question.wanted)
