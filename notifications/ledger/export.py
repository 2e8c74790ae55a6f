"""The ledger as CSV: a row for each attempt, and one for a notification without any."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime

from customers.masking import masked
from notifications.ledger.life import KINDS
from notifications.ledger.listing import Ledger, with_steps
from notifications.models import Notification, Step
from notifications.reasons import meaning

CHUNK = 500
# Without it a spreadsheet takes our letters for others.
BOM = "\ufeff"
# What a spreadsheet would take for the beginning of a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def chunks(ledger: Ledger, *, now: datetime) -> Iterator[str]:
    """Pages by key: no cursor and no transaction stay open while somebody's line is slow."""
    yield BOM + lines([_heads()])
    rows = with_steps(ledger.rows(now=now)).order_by("-pk")
    last = None
    while page := list(rows.filter(pk__lt=last)[:CHUNK] if last else rows[:CHUNK]):
        yield lines(line for one in page for line in _told(one, ledger.sees_contacts))
        last = page[-1].pk


def safe(value) -> str:
    """A formula becomes words: an apostrophe before what would be one, blanks before it or not."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def _heads() -> list[str]:
    return [
        "id", "created_at", "category", "customer", "state", "reason", "proof", "settled_at", "source", "key",
        "channel", "address", "provider", "country", "provider_id", "attempt_state", "attempt_reason", "armed_at",
        "called_at", "accepted_at", "attempt_settled_at", "receipt_at", "opened_at", "late", "segments", "price",
    ]  # fmt: skip


def _told(one: Notification, sees_contacts: bool) -> list[list]:
    common = [
        one.public_id,
        moment(one.created_at),
        one.category.slug if one.category else "",
        one.customer.display_name if one.customer else "",
        one.state,
        meaning(one.why),
        one.proof,
        moment(one.settled_at),
        one.source,
        one.key,
    ]
    return [common + _attempt(step, sees_contacts) for step in one.steps.all()] or [common]


def _attempt(step: Step, sees_contacts: bool) -> list:
    address = step.address if sees_contacts or not step.address else masked(KINDS.get(step.channel, ""), step.address)
    times = [step.armed_at, step.called_at, step.accepted_at, step.settled_at, step.receipt_at, step.opened_at]
    return [
        step.channel,
        address,
        step.provider,
        step.country,
        step.provider_id,
        step.state,
        meaning(step.error),
        *map(moment, times),
        "late" if step.late else "",
        step.segments,
        step.price,
    ]


def moment(at: datetime | None) -> str:
    return at.isoformat(timespec="milliseconds") if at else ""


def lines(rows) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()
