"""Rate limits shared by all processes through Redis; without it each process counts for itself, and still refuses."""

import math
import threading
import time
from functools import cache

import redis
import structlog
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter

from core.live.publishing import prefix
from core.redis import breaker, pool

log = structlog.get_logger(__name__)

MOST_BLOCKS = 1000
UNITS = {"s": "second", "m": "minute", "h": "hour", "d": "day"}


class Limit:
    """`Limit("widget.message", "20/10s").hit(visitor.pk)` is 0, or the whole seconds after which to come again.

    With a `block`, a process takes so many at once and asks nobody for the next ones: for what comes hundreds of times
    a second. Of a block, what is not used in the limit's own time is lost.
    """

    def __init__(self, name: str, rate: str, block: int = 1):
        self.name, self.block = name, block
        self.item = _parsed(rate)
        self._lock = threading.Lock()
        # By key: how many are left of the block, and until when.
        self._blocks: dict[str, tuple[int, float]] = {}

    def __repr__(self) -> str:
        return f"Limit({self.name!r}, {str(self.item)!r})"

    def hit(self, key: object, cost: int = 1) -> int:
        if self.block > 1 and cost == 1:
            return self._hit_in_blocks(str(key))
        return self._ask(lambda limiter: self._taken(limiter, str(key), cost))

    def wait(self, key: object) -> int:
        """The same answer without counting: for limits that only failures use up."""
        return self._ask(lambda limiter: self._left(limiter, str(key)))

    def clear(self, key: object) -> None:
        self._blocks.pop(str(key), None)
        self._ask(lambda limiter: limiter.clear(self.item, self.name, str(key)) or 0)

    def _hit_in_blocks(self, key: str) -> int:
        # One asks for the next block while the others wait: they would each take one, and use little of it.
        with self._lock:
            left, until = self._blocks.get(key, (0, 0.0))
            now = time.monotonic()
            if not left or now >= until:
                if self._ask(lambda limiter: self._taken(limiter, key, self.block)):
                    # Not that many are left, but perhaps one is.
                    return self._ask(lambda limiter: self._taken(limiter, key, 1))
                if len(self._blocks) >= MOST_BLOCKS:
                    self._blocks = {}
                left, until = self.block, now + self.item.get_expiry()
            self._blocks[key] = left - 1, until
            return 0

    def _taken(self, limiter, key: str, cost: int) -> int:
        if limiter.hit(self.item, self.name, key, cost=cost):
            return 0
        return self._seconds(limiter, key)

    def _left(self, limiter, key: str) -> int:
        return 0 if limiter.test(self.item, self.name, key) else self._seconds(limiter, key)

    def _seconds(self, limiter, key: str) -> int:
        reset_at = limiter.get_window_stats(self.item, self.name, key).reset_time
        return max(1, math.ceil(reset_at - time.time()))

    def _ask(self, question) -> int:
        if breaker.allows():
            try:
                answer = question(_shared())
            except (redis.RedisError, OSError) as error:
                breaker.failed()
                log.warning("limit_counted_locally", limit=self.name, error=type(error).__name__)
            else:
                breaker.worked()
                return answer
        return question(_local())


def _parsed(rate: str) -> RateLimitItem:
    """ "20/10s" is twenty in ten seconds; units s, m, h, d."""
    amount, _, period = rate.partition("/")
    return parse(f"{int(amount)} per {int(period[:-1] or 1)} {UNITS[period[-1]]}")


@cache
def _shared() -> MovingWindowRateLimiter:
    # The address only names the kind of storage here; the pool knows the way and the time-outs.
    return MovingWindowRateLimiter(RedisStorage("redis://", connection_pool=pool(), key_prefix=f"{prefix()}:limit"))


@cache
def _local() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())
