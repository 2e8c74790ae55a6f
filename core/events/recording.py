import json
from collections import defaultdict
from functools import partial

import structlog
from django.db import connection, transaction

from core.actors import ActsAs
from core.errors import place_of
from core.events.kinds import DomainEvent, durable_handlers, live_handlers
from core.live.publishing import gathered
from core.models import Event, Reaction
from core.statements import Statement

logger = structlog.get_logger(__name__)

# Part of every verb. Through the ORM it cost four times as much, nearly all of it for putting the SQL together.
WRITE_DOWN = Statement("""
    INSERT INTO core_event (name, stream, payload, actor_kind, actor_id)
    VALUES (%(name)s, %(stream)s, %(payload)s, %(actor_kind)s, %(actor_id)s) RETURNING id, happened_at
""")


def record(event: DomainEvent, *, by: ActsAs) -> Event:
    """Write the event down in the caller's transaction; the others hear of it once that commits."""
    _refuse_outside_a_transaction()
    row = _written(event, by)
    _owe_reactions([(event, row)])
    _tell_after_commit([event])
    return row


def record_all(told: list[tuple[DomainEvent, ActsAs]]) -> None:
    """The same for many, each with who did it, in one statement."""
    _refuse_outside_a_transaction()
    rows = Event.objects.bulk_create(Event(payload=event.payload(), **_values(event, by)) for event, by in told)
    events = [event for event, _by in told]
    _owe_reactions(list(zip(events, rows, strict=True)))
    _tell_after_commit(events)


def _refuse_outside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs into the transaction of the change it tells of")


def _written(event: DomainEvent, by: ActsAs) -> Event:
    values, payload = _values(event, by), event.payload()
    [(pk, happened_at)] = WRITE_DOWN.rows(payload=json.dumps(payload), **values)
    row = Event(pk=pk, payload=payload, happened_at=happened_at, **values)
    row._state.adding = False
    return row


def _values(event: DomainEvent, by: ActsAs) -> dict:
    return {"name": event.name, "stream": event.stream, "actor_kind": by.actor_kind, "actor_id": by.pk}


def _owe_reactions(written: list[tuple[DomainEvent, Event]]) -> None:
    owed = [
        Reaction(event=row, handler=handler.name, stream=row.stream if handler.ordered else "")
        for event, row in written
        for handler in durable_handlers(type(event)).values()
        if handler.concerns(event)
    ]
    if owed:
        Reaction.objects.bulk_create(owed)


def _tell_after_commit(events: list[DomainEvent]) -> None:
    alike = defaultdict(list)
    for event in events:
        if live_handlers(type(event)):
            alike[type(event)].append(event)
    if alike:
        transaction.on_commit(partial(_tell, list(alike.values())), robust=True)


def _tell(groups: list[list[DomainEvent]]) -> None:
    """Each group is of one kind. Whoever is told of a ticket's changes is told in their order, kind by kind."""
    with gathered():
        for events in groups:
            for handler in live_handlers(type(events[0])):
                for portion in handler.portions(events):
                    _call(handler.call, portion, kind=events[0].name)


def _call(handler, told, *, kind: str) -> None:
    try:
        handler(told)
    except Exception as error:
        # The deed is done by then: a dead socket may not spoil the answer, nor its error quote the words.
        name = getattr(handler, "__qualname__", repr(type(handler)))
        logger.error("live_handler_failed", kind=kind, handler=name, error=place_of(error))
