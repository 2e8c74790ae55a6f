"""One question answered: what was found of each kind, and what was probably meant when nothing was."""

from dataclasses import dataclass, field
from typing import Any

from tickets.search.asking import Question, understood
from tickets.search.finding import FEW, PAGE, Search, found
from tickets.search.narrowing import Narrowing
from tickets.search.places import Place
from tickets.search.rows import MessageRow

# So few hits may be all that another person's slip of the keys has left behind.
DOUBTFUL = 3
KINDS = ("tickets", "customers", "messages")


@dataclass
class Part:
    """Rows of one kind, and where the next page of them begins."""

    rows: list[Any] = field(default_factory=list)
    more: Place | None = None

    @classmethod
    def of(cls, rows: list, limit: int) -> "Part":
        return cls(rows[:limit], rows[limit - 1].place if len(rows) > limit else None)

    @property
    def talks(self) -> "list[Talk]":
        """Messages by ticket, in the order of their newest hits."""
        talks: dict[int, Talk] = {}
        for row in self.rows:
            talks.setdefault(row.ticket_id, Talk([])).lines.append(row)
        return list(talks.values())


@dataclass
class Talk:
    """The hits of one ticket that stand on one page."""

    lines: list[MessageRow]

    @property
    def ticket(self) -> MessageRow:
        return self.lines[0]


@dataclass
class Answer:
    question: Question
    tickets: Part = field(default_factory=Part)
    customers: Part = field(default_factory=Part)
    messages: Part = field(default_factory=Part)
    # Another spelling: shown instead when the words as typed find nothing, else offered.
    meant: str = ""
    is_corrected: bool = False
    # Only words that stand in every other sentence: PostgreSQL looks for none of them.
    is_too_common: bool = False

    @property
    def count(self) -> int:
        return len(self.tickets.rows) + len(self.customers.rows) + len(self.messages.rows)


def answer(agent, text: str, narrowing: Narrowing) -> Answer:
    """The first page of every kind."""
    question = understood(text)
    if not question and not narrowing:
        return Answer(question)
    search = Search(agent, question, narrowing)
    first = _first(search)
    return _doubted(search, first) if first.count < DOUBTFUL and question.words else first


def page(agent, text: str, narrowing: Narrowing, *, kind: str, after: Place | None) -> Part:
    """One kind alone, from a place on."""
    search = Search(agent, understood(text), narrowing)
    [rows] = found(getattr(search, kind)(after=after, limit=PAGE))
    return Part.of(rows, PAGE)


def _first(search: Search) -> Answer:
    question, few = search.question, FEW if search.question else PAGE
    tickets, customers, messages = found(search.tickets(limit=few), search.customers(), search.messages())
    return Answer(
        question,
        tickets=Part.of(tickets, few),
        customers=Part.of(customers, FEW),
        messages=Part.of(messages, PAGE),
        is_too_common=bool(question.wanted) and not search.query.size,
    )


def _doubted(search: Search, first: Answer) -> Answer:
    """Another spelling counts only where it finds something that this agent may see."""
    better = search.query.better
    meant = first.question.corrected(better) if better else ""
    if first.count:
        first.meant = meant
        return first
    other = _first(Search(search.agent, understood(meant), search.narrowing)) if meant else first
    if not other.count:
        [people] = found(search.customers(like=True))
        return Answer(first.question, customers=Part.of(people, FEW), is_too_common=first.is_too_common)
    other.meant, other.is_corrected = meant, True
    return other
