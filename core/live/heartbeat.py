"""What a process does for all its sockets together: ten thousand of them cost one query, not ten thousand."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

Work = Callable[[list], Awaitable[None]]

GUARD_EVERY = 3.0
TRUST = 10.0
SLICE = 100

beats: list[tuple[float, Work]] = []
guards: list[Work] = []
welcomes: list[Work] = []


def every(seconds: float):
    """Call work(sockets) so often, for all sockets of the process."""

    def register(work: Work) -> Work:
        beats.append((seconds, work))
        return work

    return register


def guard(work: Work) -> Work:
    """Call work(sockets) every 3 s, and for those concerned at once when a right is revoked.

    It closes who may no longer listen and renews the trust of the others; without it they hear nothing after 10 s.
    """
    guards.append(work)
    return work


def welcome(work: Work) -> Work:
    """Call work(sockets) when Redis is back, for the sockets that came while it was away."""
    welcomes.append(work)
    return work


async def gently(sockets: Iterable):
    """Slices of the sockets, with a breath for everybody else in between."""
    for number, socket in enumerate(sockets):
        if number % SLICE == SLICE - 1:
            await asyncio.sleep(0.001)
        yield socket
