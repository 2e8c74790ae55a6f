"""What was said and done in the demo company's tickets, read from content/tickets/*.toml."""

import re
import tomllib
import uuid
from dataclasses import dataclass
from datetime import timedelta
from itertools import accumulate
from pathlib import Path

CONTENT = Path(__file__).parent / "content"
NAMESPACE = uuid.UUID("6e1c6a1e-4c0b-5b3f-9d0e-0f6f1b5d2041")
UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


@dataclass(frozen=True)
class Step:
    """One thing that somebody does, and how long before now."""

    id: uuid.UUID
    ago: timedelta
    who: str
    verb: str
    words: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class Script:
    """One matter of one customer; its first step opens the ticket."""

    number: int
    channel: str
    customer: str
    department: str
    subject: str
    pages: tuple[tuple[timedelta, str, str], ...]
    # What the first message asks about: a payment of the toy bank, or a card in full.
    card: dict
    # What is said about it when it opens: tags, priority, values, followers.
    sorting: dict
    steps: tuple[Step, ...]

    @property
    def length(self) -> timedelta:
        return self.steps[0].ago - self.steps[-1].ago


def content(name: str) -> dict:
    return tomllib.loads((CONTENT / name).read_text())


def scripts() -> list[Script]:
    found = [
        script_of(row) for path in CONTENT.glob("tickets/*.toml") for row in tomllib.loads(path.read_text())["ticket"]
    ]
    return sorted(found, key=lambda script: script.number)


def script_of(row: dict) -> Script:
    number = row["number"]
    return Script(
        number=number,
        channel=row["channel"],
        customer=row["customer"],
        department=row.get("department", ""),
        subject=row.get("subject", ""),
        pages=tuple((span(before), title, path) for before, title, path in row.get("pages", [])),
        card=row.get("card", {}),
        sorting={name: row[name] for name in ("tags", "priority", "values", "followers") if name in row},
        steps=tuple(steps_of(number, row["steps"])),
    )


def steps_of(number: int, rows: list[list[str]]):
    """A step's time is "20m" before now, or "+40s" after the step above it."""
    times = accumulate((row[0] for row in rows[1:]), later, initial=span(rows[0][0]))
    for place, (ago, row) in enumerate(zip(times, rows, strict=True)):
        if ago <= timedelta(0):
            raise ValueError(f"Ticket {number} of the demo: step {place + 1} lies in the future.")
        _time, who, verb, *words = row
        yield Step(step_id(number, place), ago, who, verb, words[0] if words else "", tuple(words[1:]))


def later(ago: timedelta, time: str) -> timedelta:
    following = ago - span(time[1:]) if time.startswith("+") else span(time)
    if following > ago:
        raise ValueError(f"In the demo's scripts, “{time}” comes before the step above it.")
    return following


def span(text: str) -> timedelta:
    """A duration such as "2d 3h" or "1m 30s"."""
    if not re.fullmatch(r"\d+[dhms]( \d+[dhms])*", text):
        raise ValueError(f"In the demo's scripts, “{text}” is not a duration like “2d 3h”.")
    return timedelta(**{UNITS[part[-1]]: int(part[:-1]) for part in text.split()})


def step_id(number: int, place: int) -> uuid.UUID:
    """The same in every run, so that a step is never played twice."""
    return uuid.uuid5(NAMESPACE, f"{number}/{place}")
