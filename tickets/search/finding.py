"""The search itself, as statements written by hand: the ORM takes longer to compose them than PostgreSQL to answer.

A common word is met soonest by walking back in time, a rare one by the GIN index. PostgreSQL decides, for it keeps the
commonest words of `tickets_message.words` with their shares, and the query stands in the statement as a constant.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.db import connection

from tickets.search.asking import Question
from tickets.search.narrowing import Narrowing, condition
from tickets.search.places import Place
from tickets.search.rows import CustomerRow, MessageRow, TicketRow
from tickets.search.snippets import stems
from tickets.search.statements import (
    CALLED,
    COMPANY,
    CUSTOMERS,
    HOLDS,
    MESSAGES,
    OF_COMPANY,
    TICKET_ARM,
    TICKETS,
    UNDERSTOOD,
    WRITER,
)

FEW, PAGE = 5, 30
DIGITS_OF_A_PHONE = 4
SHORT = 3


@dataclass(frozen=True)
class Query:
    """A question as PostgreSQL understood it: its words without endings, and the tags that are called so."""

    text: str
    size: int
    tags: tuple[int, ...]

    @property
    def stems(self) -> tuple[str, ...]:
        return stems(self.text)

    def begun(self) -> "Query":
        """The last word as a beginning."""
        return replace(self, text=f"{self.text}:*") if self.text.endswith("'") else self


class Search:
    """One agent's question; every answer holds only what he may see."""

    def __init__(self, agent, question: Question, narrowing: Narrowing, *, is_unfinished: bool = False):
        """`is_unfinished`: the last word may go on, for somebody is still typing it."""
        self.agent, self.question, self.narrowing = agent, question, narrowing
        self.seen = condition(narrowing.tickets(agent))
        self.query = _understood(question)
        if is_unfinished and self.query.size and question.words and len(question.words[-1]) >= SHORT:
            self.query = self.query.begun()

    def messages(self, *, after: Place | None = None, limit: int = PAGE) -> list[MessageRow]:
        """The newest first. One more than asked for, when there are more."""
        if not (self.query.size or self.question.writers):
            return []
        where = _All("redacted_at IS NULL", "happening = ''")
        if self.query.size:
            where.add("words @@ %s::tsquery", self.query.text)
        where.add(*self.seen)
        for name in self.question.writers:
            where.add(*_written_by(name, self.agent))
        if since := self.narrowing.begins():
            where.add("tickets_message.created_at >= %s", since)
        if until := self.narrowing.ends():
            where.add("tickets_message.created_at < %s", until)
        if after:
            where.add("tickets_message.created_at <= %s", after.at)
            where.add("(tickets_message.created_at, tickets_message.id) < (%s, %s)", after.at, after.pk)
        rows = _rows(MESSAGES.format(where=where.sql, limit=limit + 1), where.values)
        return [MessageRow(*row, self.query.stems) for row in rows]

    def tickets(self, *, after: Place | None = None, limit: int = FEW) -> list[TicketRow]:
        """Called so in their subject or by a tag, the newest first; the one with this very number before all."""
        number = self.question.number or 0
        arms = [("", _All(("tickets_ticket.id = %s", number)))] if number and not after else []
        if self.query.size:
            arms.append(("", _All(("helpdesk_words(subject) @@ %s::tsquery", self.query.text))))
        elif self.narrowing and not self.question:
            arms.append(("", _All()))
        if self.query.tags:
            tagged = "JOIN tickets_ticket_tags ON ticket_id = tickets_ticket.id"
            arms.append((tagged, _All(("tag_id = ANY(%s)", list(self.query.tags)))))
        if not arms or self.question.writers:
            return []
        return [TicketRow(*row, self.query.stems) for row in self._of_arms(arms, after, limit, number)]

    def _of_arms(self, arms, after: Place | None, limit: int, number: int) -> list[tuple]:
        parts, values = [], []
        for join, where in arms:
            where.add(*self.seen)
            if since := self.narrowing.begins():
                where.add("last_message_at >= %s", since)
            if until := self.narrowing.ends():
                where.add("tickets_ticket.created_at < %s", until)
            if after:
                where.add("tickets_ticket.id < %s", after.pk)
            parts.append(TICKET_ARM.format(join=join, where=where.sql, limit=limit + 1))
            values += where.values
        return _rows(TICKETS.format(arms=" UNION ".join(parts), number=number, limit=limit + 1), values)

    def customers(self, *, after: Place | None = None, limit: int = FEW, like: bool = False) -> list[CustomerRow]:
        """By name, preferred name or company; by address or number for who may see those. `like`: roughly, by name."""
        text = self.question.text
        if not text or self.narrowing or self.question.writers:
            return []
        sql, values = self.seen
        where = _All(_roughly(text) if like else _anyhow(self.question, contacts=self._sees_contacts))
        if after:
            where.add("customers_customer.id < %s", after.pk)
        statement = CUSTOMERS.format(where=where.sql, seen=sql, limit=limit + 1)
        return [CustomerRow(*row) for row in _rows(statement, [*values, *where.values])]

    @property
    def _sees_contacts(self) -> bool:
        return self.agent.has_perm("customers.view_contacts")


class _All:
    """Conditions that all hold, each with its values."""

    def __init__(self, *conditions: Any):
        self.parts: list[str] = []
        self.values: list[Any] = []
        for each in conditions:
            self.add(*((each,) if isinstance(each, str) else each))

    def add(self, sql: str, *values) -> None:
        self.parts.append(sql)
        # A queryset's own condition brings its values as one tuple.
        self.values += values[0] if len(values) == 1 and isinstance(values[0], tuple) else values

    @property
    def sql(self) -> str:
        return " AND ".join(f"({part})" for part in self.parts) or "TRUE"


def _understood(question: Question) -> Query:
    names = [each.lower() for each in {*question.wanted, question.text} if each]
    [(text, size, tags)] = _rows(UNDERSTOOD, {"terms": question.terms, "words": names})
    return Query(text, size, tuple(tags))


def _roughly(text: str) -> tuple:
    return f"helpdesk_plain(%s) <%% {CALLED}", text


def _anyhow(question: Question, *, contacts: bool) -> tuple:
    """Three conditions, each of which has an index of its own."""
    either: list[str] = []
    values: list[Any] = []
    for where in (_called(CALLED, question.wanted), _called(COMPANY, question.wanted)):
        either.append(where.sql if not either else OF_COMPANY.format(where=where.sql))
        values += where.values
    if contacts:
        either.append(HOLDS)
        values.append(_address(question.text))
    return " OR ".join(f"({each})" for each in either), *values


def _called(name: str, words) -> _All:
    """Every word somewhere in the name; a short one, which no three letters in a row can find, at its beginning."""
    return _All(*((f"{name} LIKE helpdesk_plain(%s)", _pattern(word)) for word in words))


def _pattern(word: str) -> str:
    literal = word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{literal}%" if len(word) >= SHORT else f"{literal}%"


def _address(text: str) -> str:
    """A phone is written in many ways and stored in one: its digits count, but for zeros that lead home or abroad."""
    digits = "".join(sign for sign in text if sign.isdigit()).lstrip("0")
    is_number = len(digits) >= DIGITS_OF_A_PHONE and not text.strip("+-()#. 0123456789")
    return _pattern(digits if is_number else text)


def _written_by(name: str, agent):
    if name.lower() in ("me", "я", "меня"):
        return "author_id = %s AND author_kind = 'agent'", agent.pk
    customer = f"{CALLED} LIKE helpdesk_plain(%s)"
    colleague = "helpdesk_plain(name || ' ' || public_name) LIKE helpdesk_plain(%s)"
    return WRITER.format(customer=customer, agent=colleague), _pattern(name), _pattern(name)


def _rows(sql: str, values) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
