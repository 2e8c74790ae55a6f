"""The door to Redis for code that serves a request: short time-outs, and nobody queues up before a dead server."""

import threading
import time
from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

TIMEOUT = 0.2
REST = 1.0


class Breaker:
    """After a failure everybody passes by for a second; then a single caller tries again, whatever the crowd."""

    def __init__(self, rest: float = REST):
        self._rest = rest
        self._lock = threading.Lock()
        self._failing = False
        self._rests_until = 0.0

    @property
    def failing(self) -> bool:
        return self._failing

    def allows(self) -> bool:
        with self._lock:
            now = time.monotonic()
            if self._failing and now < self._rests_until:
                return False
            self._rests_until = now + self._rest
            return True

    def failed(self) -> None:
        with self._lock:
            self._failing = True
            self._rests_until = time.monotonic() + self._rest

    def worked(self) -> None:
        self._failing = False


# One for the process: whoever meets the dead server first pays for all.
breaker = Breaker()


@cache
def pool() -> redis.ConnectionPool:
    url = settings.REDIS_URL
    # A connection that a restart left behind is replaced at once; a time-out is never waited for twice.
    retry = Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,))
    connecting = {} if url.startswith("unix:") else {"socket_connect_timeout": TIMEOUT}
    return redis.ConnectionPool.from_url(url, socket_timeout=TIMEOUT, retry=retry, **connecting)


@cache
def client() -> redis.Redis:
    return redis.Redis(connection_pool=pool())
