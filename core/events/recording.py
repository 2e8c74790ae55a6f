from functools import partial

from django.db import transaction

from core.actors import ActsAs
from core.events.kinds import DomainEvent, durable_handlers, live_handlers
from core.models import Event, Reaction


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
        # The deed is done by then: a dead socket may not spoil the answer.
        transaction.on_commit(partial(handler, event), robust=True)
    return row
