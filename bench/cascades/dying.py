"""How workers die and come back while cascades run."""

import os
import random
import signal
import threading
import time
from contextlib import contextmanager

import redis
from django.conf import settings
from django.db import connection

from bench import timers
from bench.cascades.judging import LATE
from bench.serving import worker

# A worker under load needs half of that to be there again, in seconds.
BETWEEN_DEATHS, FLUSHED_AT = (15, 20), 2


@contextmanager
def in_turn(workers: list, env: dict[str, str], deaths: dict[str, int], faults: set[str]):
    """In turn each worker is killed with -9 and comes back; once Redis forgets everything. As far as it is asked for."""
    over = threading.Event()

    def kill() -> None:
        turn = 0
        while not over.wait(random.uniform(*BETWEEN_DEATHS)):
            if "workers" in faults:
                _kill(workers[turn % len(workers)])
                workers[turn % len(workers)] = worker(**env)
                deaths["workers"] += 1
            if "redis" in faults and turn == FLUSHED_AT:
                redis.from_url(settings.REDIS_URL).flushall()
                deaths["redis"] += 1
            turn += 1

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


class Deaths:
    """When one worker is away and when both are, in seconds from the first cascade on."""

    ALONE = ((8, 20), (32, 44))
    NOBODY = (56, 86)
    LASTING = 90

    def __init__(self, workers: list, env: dict[str, str]):
        self.workers, self.env = workers, env
        self.began = self.caught_up = 0.0

    def is_alone(self, at: float) -> bool:
        return any(begin <= at - self.began < end for begin, end in self.ALONE)

    @contextmanager
    def dying(self):
        self.began = time.time()
        thread = threading.Thread(target=self._die, daemon=True)
        thread.start()
        yield
        thread.join()

    def _die(self) -> None:
        for which, (begin, end) in enumerate(self.ALONE):
            self._kill(begin, [which])
            self._revive(end, [which])
        self._kill(self.NOBODY[0], [0, 1])
        self._revive(self.NOBODY[1], [0, 1])
        timers.wait_until_awake()
        awake = time.monotonic()
        _wait_for_the_late()
        self.caught_up = time.monotonic() - awake
        connection.close()

    def _kill(self, at: float, which: list[int]) -> None:
        self._wait(at)
        for each in which:
            _kill(self.workers[each])

    def _revive(self, at: float, which: list[int]) -> None:
        self._wait(at)
        for each in which:
            self.workers[each] = worker(**self.env)

    def _wait(self, at: float) -> None:
        time.sleep(max(0, self.began + at - time.time()))


def _kill(victim) -> None:
    os.killpg(victim.pid, signal.SIGKILL)
    victim.wait()


def _wait_for_the_late() -> None:
    """Until nothing is there that fell due more than a second ago."""
    with connection.cursor() as cursor:
        for _ in range(600):
            cursor.execute(LATE)
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.1)
