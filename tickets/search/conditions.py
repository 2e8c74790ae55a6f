"""Conditions of the search's statements, each with its values."""

from typing import Any

from tickets.search.asking import Question
from tickets.search.statements import CALLED, COMPANY, HOLDS, OF_COMPANY, WRITER

DIGITS_OF_A_PHONE = 4
SHORT = 3


class All:
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


def roughly(text: str) -> tuple:
    return f"helpdesk_plain(%s) <%% {CALLED}", text


def anyhow(question: Question, *, contacts: bool) -> tuple:
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


def _called(name: str, words) -> All:
    """Every word somewhere in the name; a short one, which no three letters in a row can find, at its beginning."""
    return All(*((f"{name} LIKE helpdesk_plain(%s)", _pattern(word)) for word in words))


def _pattern(word: str) -> str:
    literal = word.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    return f"%{literal}%" if len(word) >= SHORT else f"{literal}%"


def _address(text: str) -> str:
    """A phone is written in many ways and stored in one: its digits count, but for zeros that lead home or abroad."""
    digits = "".join(sign for sign in text if sign.isdigit()).lstrip("0")
    is_number = len(digits) >= DIGITS_OF_A_PHONE and not text.strip("+-()#. 0123456789")
    return _pattern(digits if is_number else text)


def written_by(name: str, agent):
    if name.lower() in ("me", "я", "меня"):
        return "author_id = %s AND author_kind = 'agent'", agent.pk
    customer = f"{CALLED} LIKE helpdesk_plain(%s)"
    colleague = "helpdesk_plain(name || ' ' || public_name) LIKE helpdesk_plain(%s)"
    return WRITER.format(customer=customer, agent=colleague), _pattern(name), _pattern(name)
