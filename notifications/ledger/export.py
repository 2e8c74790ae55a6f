"""The ledger as CSV: a row for each attempt, and one for a notification without any."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from customers.masking import masked
from notifications.ledger.life import KINDS
from notifications.ledger.listing import Ledger
from notifications.models import Notification, Step
from notifications.reasons import meaning
from notifications.spreadsheets import moment, spreadsheet


def pieces(ledger: Ledger, *, now: datetime) -> Iterator[str]:
    return spreadsheet(_heads(), ledger.chunks(now=now), partial(_told, sees_contacts=ledger.sees_contacts))


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
