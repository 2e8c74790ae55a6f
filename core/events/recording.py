import json
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
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs into the transaction of the change it tells of")
    row = _written(event, by)
    if durable := durable_handlers(type(event)).values():
        Reaction.objects.bulk_create(
            Reaction(event=row, handler=handler.name, stream=row.stream if handler.ordered else "")
            for handler in durable
        )
    if live_handlers(type(event)):
        transaction.on_commit(partial(_tell, event), robust=True)
    return row


def _written(event: DomainEvent, by: ActsAs) -> Event:
    values = {"name": event.name, "stream": event.stream, "actor_kind": by.actor_kind, "actor_id": by.pk}
    payload = event.payload()
    [(pk, happened_at)] = WRITE_DOWN.rows(payload=json.dumps(payload), **values)
    row = Event(pk=pk, payload=payload, happened_at=happened_at, **values)
    row._state.adding = False
    return row


def _tell(event: DomainEvent) -> None:
    with gathered():
        for handler in live_handlers(type(event)):
            try:
                handler(event)
            except Exception as error:
                # The deed is done by then: a dead socket may not spoil the answer, nor its error quote the words.
                logger.error(
                    "live_handler_failed",
                    kind=event.name,
                    handler=getattr(handler, "__qualname__", repr(type(handler))),
                    error=place_of(error),
                )
