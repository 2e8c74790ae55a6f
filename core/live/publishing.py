"""From code that serves a request to every open socket. A hint: it may be lost, and clients notice by the version."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

import msgpack
import redis
import structlog
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from core.redis import breaker, client

log = structlog.get_logger(__name__)

Messages = list[tuple[str, bytes]]
_gathering: ContextVar[Messages | None] = ContextVar("gathering", default=None)


@cache
def prefix() -> str:
    layer: dict[str, Any] = settings.CHANNEL_LAYERS["default"]
    return layer["CONFIG"].get("prefix", "asgi")


def channel_of(group: str) -> str:
    """Where channels_redis' pub/sub layer listens for a group, so that both speak to the same sockets."""
    return f"{prefix()}__group__{group}"


def packed(frame: dict) -> bytes:
    """The layer's wire format. The text is made here once, not again in front of each of two hundred sockets."""
    text = json.dumps(frame, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return msgpack.packb({"type": "relay", "kind": frame["type"], "text": text})


def push(group: str, frame: dict) -> bool:
    return push_many([(group, frame)])


def push_many(frames: Iterable[tuple[str, dict]]) -> bool:
    """Publish all in one round trip. Never raises and takes 0.2 s at most; false when the sockets did not get it."""
    try:
        messages = [(channel_of(group), packed(frame)) for group, frame in frames]
        if (gathered := _gathering.get()) is not None:
            gathered += messages
            return True
        return _published(messages)
    except Exception:
        log.exception("push_failed")
        return False


@contextmanager
def gathered() -> Iterator[None]:
    """Publish whatever the block pushes in one round trip at its end, however many listeners an event has."""
    messages: Messages = []
    token = _gathering.set(messages)
    try:
        yield
    finally:
        _gathering.reset(token)
        _published(messages)


def revoke(*groups: str) -> bool:
    """Have the sockets of these groups ask at once whether they may still listen: `revoke("agent.7")`."""
    return push_many([(group, {"type": "revoked"}) for group in groups])


def _published(messages: Messages) -> bool:
    if not messages or not breaker.allows():
        return not messages
    try:
        with client().pipeline(transaction=False) as pipe:
            for channel, message in messages:
                pipe.publish(channel, message)
            pipe.execute()
    except (redis.RedisError, OSError) as error:
        breaker.failed()
        log.warning("push_lost", error=type(error).__name__, frames=len(messages))
        return False
    breaker.worked()
    return True
