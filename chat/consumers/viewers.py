"""Who has a ticket open, and that an agent is there at all. The first is a hint in Redis that fades by itself."""

import json
import time
from collections.abc import Iterable

import redis
import structlog
from django.db.models.functions import Now

from accounts.models import Presence, User
from accounts.models.presence import FRESH
from core.live.publishing import prefix, push
from core.redis import breaker, client

log = structlog.get_logger(__name__)

FADES_AFTER = 45
SHOWN = ("id", "name", "photo", "supervises")


def came(ticket: int, viewer: dict) -> list[dict]:
    """Tell the others; the answer is everybody who has it open."""
    viewers = _changed(ticket, lambda pipe, key: _mark(pipe, ticket, viewer), default=[viewer])
    push(f"ticket.{ticket}.agents", {"type": "viewers", "ticket": ticket, "viewers": viewers})
    return viewers


def went(ticket: int, user_id: int) -> None:
    viewers = _changed(ticket, lambda pipe, key: pipe.hdel(key, str(user_id)), default=None)
    if viewers is not None:
        push(f"ticket.{ticket}.agents", {"type": "viewers", "ticket": ticket, "viewers": viewers})


def still_here(open_tickets: Iterable[tuple[int, dict]]) -> None:
    """One round trip for all, at each heartbeat."""

    def mark_all(pipe):
        for ticket, viewer in open_tickets:
            _mark(pipe, ticket, viewer)

    _asked(mark_all)


def who_is_at(tickets: list[int]) -> dict[int, list[dict]]:
    """Everybody who has one of these open, in one round trip; nobody while Redis is away."""

    def ask(pipe):
        for ticket in tickets:
            pipe.hgetall(_key(ticket))

    answers = _asked(ask) if tickets else None
    return {ticket: _fresh(found) for ticket, found in zip(tickets, answers or [], strict=False) if found}


def what_they_view(user_ids: list[int]) -> dict[int, int]:
    """Which ticket each of them has open, the last one of several; nothing of whom nothing is known."""
    answers = _asked(lambda pipe: pipe.mget([_view_key(pk) for pk in user_ids])) if user_ids else None
    last = {pk: int(ticket) for pk, ticket in zip(user_ids, answers[0], strict=True) if ticket} if answers else {}
    there = who_is_at(list(last.values()))
    return {pk: ticket for pk, ticket in last.items() if any(one["id"] == pk for one in there.get(ticket, ()))}


def seen(user_ids: set[int]) -> None:
    """A sign of life of all agents whose desk is open in this process; only who comes back is a change of its own."""
    here = Presence.objects.filter(user_id__in=user_ids, lapses_at__isnull=False)
    known = set(here.values_list("user_id", flat=True))
    here.update(seen_at=Now(), lapses_at=Now() + FRESH)
    for user in User.objects.active().filter(pk__in=user_ids - known):
        user.presence.see()


def _changed(ticket: int, change, default):
    def ask(pipe):
        change(pipe, _key(ticket))
        pipe.hgetall(_key(ticket))

    answers = _asked(ask)
    return default if answers is None else _fresh(answers[-1])


def _mark(pipe, ticket: int, viewer: dict) -> None:
    key = _key(ticket)
    pipe.set(_view_key(viewer["id"]), ticket, ex=FADES_AFTER)
    pipe.hset(key, str(viewer["id"]), json.dumps({**viewer, "until": time.time() + FADES_AFTER}))
    pipe.expire(key, FADES_AFTER)


def _fresh(found: dict[bytes, bytes]) -> list[dict]:
    now = time.time()
    viewers = [json.loads(text) for text in found.values()]
    return [{key: viewer[key] for key in SHOWN if key in viewer} for viewer in viewers if viewer["until"] > now]


def _asked(ask) -> list | None:
    if not breaker.allows():
        return None
    try:
        with client().pipeline(transaction=False) as pipe:
            ask(pipe)
            answers = pipe.execute()
    except (redis.RedisError, OSError) as error:
        breaker.failed()
        log.warning("viewers_lost", error=type(error).__name__)
        return None
    breaker.worked()
    return answers


def _key(ticket: int) -> str:
    return f"{prefix()}:viewers:{ticket}"


def _view_key(user_id: int) -> str:
    return f"{prefix()}:views:{user_id}"
