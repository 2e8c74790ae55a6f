"""The one Redis subscription of a process. It knows at once when Redis is gone, and within 8 s when it is frozen."""

import asyncio
import contextlib
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from itertools import batched
from typing import Any

import redis
import structlog
from django.conf import settings
from redis import asyncio as aioredis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from core.live.publishing import prefix

log = structlog.get_logger(__name__)

PING_EVERY = 3.0
SILENCE = 5.0
CONNECT_WITHIN = 2.0
PAUSE = 0.5
BREATH = 32 * 1024
DROPS = (redis.RedisError, OSError, TimeoutError)


class Watcher:
    """Subscribes, listens, and tells whoever made it what it heard, when Redis was lost and when it was found again.

    redis-py's own PubSub reconnects silently and so hides that messages were missed; this one never does.
    """

    def __init__(self, *, heard: Callable, lost: Callable, found: Callable) -> None:
        self._heard, self._lost, self._found = heard, lost, found
        self._pool = aioredis.ConnectionPool.from_url(settings.REDIS_URL, retry=Retry(NoBackoff(), 0))
        self._connection: Any = None
        self._heard_at = 0.0
        self._channels: dict[str, asyncio.Future] = {}
        self._unanswered: dict[str, deque[asyncio.Future]] = defaultdict(deque)
        self.tried = asyncio.Event()
        self.live = False

    async def run(self) -> None:
        while True:
            try:
                await self._listen()
            except* DROPS as drop:
                log.warning("redis_lost", error=type(drop.exceptions[0]).__name__)
            except* Exception:
                # Whatever it was, the way on is the same: start afresh, and have everybody ask.
                log.exception("watcher_failed")
            finally:
                await self._drop()
            self.tried.set()
            await asyncio.sleep(PAUSE)

    async def subscribe(self, channels: Iterable[str]) -> bool:
        """True once Redis has confirmed all of them: from then on nothing said there is missed."""
        wanted = list(channels)
        fresh = [channel for channel in wanted if channel not in self._channels]
        if not self.live:
            return False
        try:
            async with asyncio.timeout(CONNECT_WITHIN):
                for some in batched(fresh, 500):
                    await self._send("SUBSCRIBE", *some)
                confirmed = [self._channels[channel] for channel in wanted if channel in self._channels]
                await asyncio.gather(*(asyncio.shield(future) for future in confirmed))
        except DROPS:
            return False
        return len(confirmed) == len(wanted)

    async def unsubscribe(self, channels: Iterable[str]) -> None:
        gone = [channel for channel in channels if self._channels.pop(channel, None)]
        if gone and self.live:
            with contextlib.suppress(*DROPS):
                await self._send("UNSUBSCRIBE", *gone)

    async def _send(self, command: str, *channels: str) -> None:
        if command == "SUBSCRIBE":
            loop = asyncio.get_running_loop()
            for channel in channels:
                future = self._channels[channel] = loop.create_future()
                self._unanswered[channel].append(future)
        await self._connection.send_command(command, *channels)

    async def _listen(self) -> None:
        async with asyncio.timeout(CONNECT_WITHIN):
            connection = self._pool.make_connection()
            await connection.connect()
        self._connection, self._heard_at = connection, asyncio.get_running_loop().time()
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._ping(connection))
            tasks.create_task(self._read(connection))
            self.live = True
            # A channel for everybody: it also turns the connection into a subscription, whatever sockets there are.
            await self.subscribe([f"{prefix()}__group__all"])
            self.tried.set()
            log.info("redis_found")
            tasks.create_task(self._found())

    async def _read(self, connection) -> None:
        clock, at_once = asyncio.get_running_loop().time, 0
        while True:
            reply = await connection.read_response()
            self._heard_at = clock()
            if not isinstance(reply, list):
                continue
            kind, channel, payload = reply[0], reply[1], reply[-1]
            if kind == b"message":
                self._heard(channel.decode(), payload)
                at_once += len(payload)
                if at_once > BREATH:
                    # A burst is read without ever waiting; the sockets must get to pass it on, or they look slow.
                    at_once = await asyncio.sleep(0, result=0)
            elif kind == b"subscribe":
                self._confirm(channel.decode())

    def _confirm(self, channel: str) -> None:
        waiting = self._unanswered.get(channel)
        if waiting:
            future = waiting.popleft()
            if not future.done():
                future.set_result(None)
        if not waiting:
            self._unanswered.pop(channel, None)

    async def _ping(self, connection) -> None:
        clock = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(PING_EVERY)
            if clock() - self._heard_at > SILENCE and await self._still_silent():
                raise TimeoutError("Redis is silent")
            async with asyncio.timeout(SILENCE):
                await connection.send_command("PING")

    async def _still_silent(self) -> bool:
        """It may have been this process that was too busy to listen: the answer may lie there already."""
        before = self._heard_at
        for _turn in range(10):
            await asyncio.sleep(0.05)
        return self._heard_at == before

    async def _drop(self) -> None:
        was_live, self.live = self.live, False
        connection, self._connection = self._connection, None
        for future in self._channels.values():
            if not future.done():
                future.set_exception(redis.ConnectionError("lost"))
                future.exception()
        self._channels.clear()
        self._unanswered.clear()
        if connection is not None:
            with contextlib.suppress(*DROPS):
                await connection.disconnect(nowait=True)
        if was_live:
            self._lost()
