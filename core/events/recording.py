from collections.abc import Callable
from functools import partial

import structlog
from django.db import transaction

from core.actors import ActsAs
from core.errors import place_of
from core.events.kinds import DomainEvent, durable_handlers, live_handlers
from core.models import Event, Reaction

logger = structlog.get_logger(__name__)


def record(event: DomainEvent, *, by: ActsAs) -> Event:
    """Write the event down in the caller's transaction; the others hear of it once that commits."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("record() belongs into the transaction of the change it tells of")
    row = Event.objects.create(
        name=event.name,
        stream=event.stream,
        payload=event.payload(),
        actor_kind=by.actor_kind,
        actor_id=by.pk,
    )
    if durable := durable_handlers(type(event)).values():
        Reaction.objects.bulk_create(
            Reaction(event=row, handler=handler.name, stream=row.stream if handler.ordered else "")
            for handler in durable
        )
    for handler in live_handlers(type(event)):
        transaction.on_commit(partial(_tell, handler, event), robust=True)
    return row


def _tell(handler: Callable[[DomainEvent], None], event: DomainEvent) -> None:
    try:
        handler(event)
    except Exception as error:
        # The deed is done by then: a dead socket may not spoil the answer, nor its error quote what was written.
        logger.error(
            "live_handler_failed",
            kind=event.name,
            handler=getattr(handler, "__qualname__", repr(type(handler))),
            error=place_of(error),
        )
