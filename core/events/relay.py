"""Carry events to their durable handlers: at least once each, no handler held back by another."""

import random
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from core.errors import place_of
from core.events.kinds import durable_handlers, kind_named
from core.models import Reaction
from core.sweeps.registry import Sweep, sweep

TRIES = 12
LONGEST_PAUSE = 3600


@sweep
class Relay(Sweep):
    """Many rows at one wake-up.

    A handler registered with ordered=True gets the events of a stream one after another. For the others the order is
    that of recording only while one worker relays and nothing fails.
    """

    kind = "reactions"
    lane = "events"
    batch = 20

    def due(self, now):
        earlier = Reaction.objects.filter(
            failed_at=None, handler=OuterRef("handler"), stream=OuterRef("stream"), pk__lt=OuterRef("pk")
        ).exclude(stream="")
        return (
            Reaction.objects.filter(Q(stream="") | ~Exists(earlier), failed_at=None, due_at__lte=now)
            .select_related("event")
            .order_by("due_at", "pk")
        )

    def handle(self, row):
        event = kind_named(row.event.name).restored(row.event.payload)
        durable_handlers(type(event))[row.handler].call(event, row.event)
        Reaction.objects.filter(pk=row.pk).delete()

    def failed(self, row, error):
        tries = row.attempts + 1
        pause = timedelta(seconds=min(2**row.attempts, LONGEST_PAUSE) * random.uniform(0.8, 1.2))  # noqa: S311
        Reaction.objects.filter(pk=row.pk).update(
            attempts=F("attempts") + 1,
            due_at=Now() + pause,
            error=place_of(error),
            failed_at=Now() if tries >= TRIES else None,
        )
