"""What every kind of step has."""

import uuid
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from tickets.models import Ticket
from tickets.refusals import Refused

Step = dict[str, str]
LONGEST = 10_000
SHOWN = 80


@dataclass(frozen=True)
class Running:
    """One run: by whom, under an id of its own that makes a repeat harmless, and the last place he had read."""

    by: Any
    run_id: uuid.UUID
    seen_seq: int | None = None

    def client_id(self, place: int) -> uuid.UUID:
        return uuid.uuid5(self.run_id, str(place))


class Kind:
    """`words` is the label of the text it asks for besides a choice, or ""; `longest` how long that may be."""

    name: ClassVar[str]
    icon: ClassVar[str]
    label: Any
    words: Any = ""
    hint: Any = ""
    longest = LONGEST
    is_undone = False

    def choices(self, agent) -> list[tuple[str, str]]:
        """What its value may be, for this agent; empty where there is nothing to choose."""
        return []

    def clean(self, value: str, more: str, *, by) -> Step:
        """The step as it is kept. Raises ValidationError with a sentence."""
        choices = dict(self.choices(by))
        if choices and value not in choices:
            raise forms.ValidationError(_("Choose something for this step."))
        more = more.replace("\r\n", "\n").strip() if self.words else ""
        if len(more) > self.longest:
            raise forms.ValidationError(_("At most %(most)d characters.") % {"most": self.longest})
        return {"do": self.name, "value": value if choices else "", "more": more}

    def says(self, step: Step, ticket: Ticket | None = None, *, by) -> str:
        """In short, for lists; with a ticket as it would be done there."""
        return str(self.label)

    def do(self, ticket: Ticket, step: Step, running: Running, place: int) -> bool:
        raise NotImplementedError

    def remember(self, ticket: Ticket, step: Step) -> Any:
        """What is needed to take it back."""
        return None

    def back(self, ticket: Ticket, step: Step, former: Any, *, by) -> bool:
        raise NotImplementedError


def required(more: str, sentence) -> None:
    if not more:
        raise forms.ValidationError(sentence)


def in_short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def row_of(rows, pk: str, sentence) -> Any:
    """The row that a step names, or a refusal: what a macro was built on may be gone by now."""
    row = rows.filter(pk=int(pk)).first() if pk.isascii() and pk.isdigit() else None
    if row is None:
        raise Refused("gone", sentence)
    return row
