"""What a system of the house asks to be told: many requests in a few statements, and a row for each, refused or not."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from core.statements import inserted
from customers.models import Customer
from notifications.catalogue import catalogue
from notifications.hearers import Hearers
from notifications.models import Category, Notification
from notifications.notifying import composed
from notifications.reasons import meaning
from notifications.rendering import WrongVariables

State = Notification.State


@dataclass
class Wish:
    """One notification that is asked for: of which category, for whom, with which words filled in."""

    category: str
    customer: int | None = None
    identity: tuple[str, str] | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    language: str = ""
    # What is wrong with its shape, by field: then it is only written down.
    faults: dict[str, str] = field(default_factory=dict)


@dataclass
class Reply:
    """The row that came of it; with `refusal`, a word of `reasons`, nobody will be told."""

    notification: Notification
    refusal: str = ""
    sentence: str = ""
    fields: dict[str, str] = field(default_factory=dict)


def ask(wishes: list[Wish], *, source: str) -> list[Reply]:
    """Write all of them down, in their order; a sweep begins those that are to be told. In the caller's transaction."""
    hearers = Hearers({wish.customer for wish in wishes}, {wish.identity for wish in wishes})
    replies = [_answered(wish, hearers, source) for wish in wishes]
    _write([reply.notification for reply in replies])
    for reply in replies:
        if reply.notification.state in (State.SUPPRESSED, State.FAILED):
            reply.notification.tell()
    return replies


def _write(rows: list[Notification]) -> None:
    if len(rows) == 1:
        inserted(rows[0])
    else:
        Notification.objects.bulk_create(rows)


def _answered(wish: Wish, hearers: Hearers, source: str) -> Reply:
    if wish.faults:
        return _malformed(wish, source)
    category = catalogue.category(wish.category)
    if category is None:
        return _refused("unknown_category", source, "category")
    hearer, refusal, sentence = hearers.find(wish.customer, wish.identity)
    if hearer is None:
        return _refused(refusal, source, "identity" if wish.identity else "customer", sentence, category=category)
    manners = hearers.manners(category, hearer)
    try:
        row = composed(category, hearer.customer, wish.variables, **manners, language=wish.language, source=source)
    except WrongVariables as error:
        return _ill_worded(error, source, category, hearer.customer)
    if row.state == State.RUNNING and not any(step["channel"] in hearer.reached_by for step in row.steps_planned):
        row.state, row.why, row.due_at, row.settled_at = State.FAILED, "no_channel", None, Now()
        return Reply(row, "no_channel", str(meaning("no_channel")))
    hearers.count(category, hearer)
    return Reply(row)


def _refused(why: str, source: str, at: str, sentence: str = "", **known) -> Reply:
    sentence = sentence or str(meaning(why))
    row = Notification(
        state=State.REFUSED, why=why, due_at=None, settled_at=Now(), source=source, shown={}, steps_planned=[], **known
    )
    return Reply(row, why, sentence, {at: sentence})


def _malformed(wish: Wish, source: str) -> Reply:
    category = catalogue.category(wish.category) if wish.category else None
    reply = _refused("invalid", source, "", category=category)
    reply.notification.detail = _printable(", ".join(wish.faults))
    reply.fields = wish.faults
    return reply


def _printable(names: str) -> str:
    """Names that a stranger chose, as a column can hold them."""
    return "".join(sign for sign in names if sign.isprintable())[:300]


def _ill_worded(error: WrongVariables, source: str, category: Category, customer: Customer) -> Reply:
    sentences = {name: _("This variable is missing.") for name in error.missing}
    has = _("The category has no such variable. It has: %(names)s.") % {"names": category.variable_names or "–"}
    sentences |= dict.fromkeys(error.unknown, has)
    reply = _refused("wrong_variables", source, "variables", category=category, customer=customer)
    # Names alone, never values; a stranger's may be as long as he likes.
    reply.notification.detail = _printable(", ".join(sentences))
    reply.fields = {f"variables.{name[:60]}": sentence for name, sentence in sentences.items()}
    return reply
