"""The search itself, as statements written by hand: the ORM takes longer to compose them than PostgreSQL to answer.

A common word is met soonest by walking back in time, a rare one by the GIN index. PostgreSQL decides, for it keeps the
commonest words of `tickets_message.words` with their shares, and the query stands in the statement as a constant.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import connection

from tickets.search.asking import Question
from tickets.search.conditions import SHORT, All, anyhow, roughly, written_by
from tickets.search.guessing import NEAR, nearest, unknown
from tickets.search.narrowing import Narrowing, condition
from tickets.search.places import Place
from tickets.search.rows import CustomerRow, MessageRow, TicketRow
from tickets.search.snippets import stems
from tickets.search.statements import CUSTOMERS, EITHER, MESSAGES, TICKETS, UNDERSTOOD

FEW, PAGE = 5, 30


@dataclass(frozen=True)
class Query:
    """A question as PostgreSQL understood it: its words without endings, and the tags that are called so."""

    text: str
    size: int
    tags: tuple[int, ...]
    # For a word that nobody uses, the one that was probably meant.
    better: dict[str, str]

    @property
    def stems(self) -> tuple[str, ...]:
        return stems(self.text)

    def begun(self) -> "Query":
        """The last word as a beginning."""
        return replace(self, text=f"{self.text}:*") if self.text.endswith("'") else self


@dataclass(frozen=True)
class Statement:
    """What is asked for one kind of row; without words to ask for, nothing."""

    sql: str = ""
    values: tuple = ()
    row: Callable = tuple


NOTHING = Statement()


def found(*statements: Statement) -> list[list]:
    """The rows of each, fetched together: what PostgreSQL answers in a moment is not asked for one by one."""
    asked = [statement for statement in statements if statement.sql]
    if not asked:
        return [[] for _statement in statements]
    with connection.cursor() as cursor:
        cursor.execute(";".join(each.sql for each in asked), [value for each in asked for value in each.values])
        return [_next(cursor, statement) for statement in statements]


def _next(cursor, statement: Statement) -> list:
    if not statement.sql:
        return []
    rows = [statement.row(*values) for values in cursor.fetchall()]
    cursor.nextset()
    return rows


class Search:
    """One agent's question; what is found holds only what he may see."""

    def __init__(self, agent, question: Question, narrowing: Narrowing, *, is_unfinished: bool = False):
        """`is_unfinished`: the last word may go on, for somebody is still typing it."""
        self.agent, self.question, self.narrowing = agent, question, narrowing
        self.seen = condition(narrowing.tickets(agent))
        self.query = _understood(question)
        if is_unfinished and self.query.size and question.words and len(question.words[-1]) >= SHORT:
            self.query = self.query.begun()

    def messages(self, *, after: Place | None = None, limit: int = PAGE) -> Statement:
        """The newest first. One more than asked for, when there are more."""
        if not (self.query.size or self.question.writers):
            return NOTHING
        where = All("redacted_at IS NULL", "happening = ''")
        if self.query.size:
            where.add("words @@ %s::tsquery", self.query.text)
        where.add(*self.seen)
        for name in self.question.writers:
            where.add(*written_by(name, self.agent))
        if since := self.narrowing.begins():
            where.add("tickets_message.created_at >= %s", since)
        if until := self.narrowing.ends():
            where.add("tickets_message.created_at < %s", until)
        if after:
            where.add("tickets_message.created_at <= %s", after.at)
            where.add("(tickets_message.created_at, tickets_message.id) < (%s, %s)", after.at, after.pk)
        return self._asked(MESSAGES.format(where=where.sql, limit=limit + 1), where.values, MessageRow)

    def tickets(self, *, after: Place | None = None, limit: int = FEW) -> Statement:
        """Called so in their subject or by a tag, the newest first; the one with this very number before all."""
        number = self.question.number or 0
        arms = [("", All(("tickets_ticket.id = %s", number)))] if number and not after else []
        if self.query.size:
            arms.append(("", All(("helpdesk_words(subject) @@ %s::tsquery", self.query.text))))
        elif self.narrowing and not self.question:
            arms.append(("", All()))
        if self.query.tags:
            tagged = "JOIN tickets_ticket_tags ON ticket_id = tickets_ticket.id"
            arms.append((tagged, All(("tag_id = ANY(%s)", list(self.query.tags)))))
        if not arms or self.question.writers:
            return NOTHING
        return self._of_arms(arms, after, limit, number)

    def _of_arms(self, arms, after: Place | None, limit: int, number: int) -> Statement:
        parts, values = [], []
        for join, where in arms:
            where.add(*self.seen)
            if since := self.narrowing.begins():
                where.add("last_message_at >= %s", since)
            if until := self.narrowing.ends():
                where.add("tickets_ticket.created_at < %s", until)
            if after:
                where.add("tickets_ticket.id < %s", after.pk)
            parts.append(TICKETS.format(join=join, where=where.sql, limit=limit + 1))
            values += where.values
        arms = " UNION ".join(f"({part})" for part in parts)
        sql = EITHER.format(arms=arms, number=number, limit=limit + 1) if len(parts) > 1 else parts[0]
        return self._asked(sql, values, TicketRow)

    def customers(self, *, after: Place | None = None, limit: int = FEW, like: bool = False) -> Statement:
        """By name, preferred name or company; by address or number for who may see those. `like`: roughly, by name."""
        text = self.question.text
        if not text or self.narrowing or self.question.writers:
            return NOTHING
        sql, values = self.seen
        where = All(roughly(text) if like else anyhow(self.question, contacts=self._sees_contacts))
        if after:
            where.add("customers_customer.id < %s", after.pk)
        statement = CUSTOMERS.format(where=where.sql, seen=sql, limit=limit + 1)
        return Statement(statement, (*values, *where.values), CustomerRow)

    def _asked(self, sql: str, values: list, row: Callable) -> Statement:
        wanted = self.query.stems
        return Statement(sql, tuple(values), lambda *columns: row(*columns, wanted))

    @property
    def _sees_contacts(self) -> bool:
        return self.agent.has_perm("customers.view_contacts")


def _understood(question: Question) -> Query:
    names = [each.lower() for each in {*question.wanted, question.text} if each]
    with connection.cursor() as cursor:
        cursor.execute(f"{UNDERSTOOD};{NEAR}", {"terms": question.terms, "words": names, **unknown(question.words)})
        [(text, size, tags)] = cursor.fetchall()
        cursor.nextset()
        return Query(text, size, tuple(tags), nearest(cursor.fetchall()))
