"""Where sockets ask the database: a few threads of their own; `database_sync_to_async` has one for the process."""

import asyncio
from collections.abc import Callable, Hashable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from django.conf import settings
from django.db import connections

AT_ONCE = 500


@cache
def _executor() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(settings.SOCKET_THREADS, thread_name_prefix="live")


async def in_thread(work, *args):
    return await asyncio.get_running_loop().run_in_executor(_executor(), _and_tidy_up, work, args)


class Together:
    """One query for all who ask while the one before is under way: what a crowd that comes back at once needs.

    `Together(work)` calls work([key, ...]) in a thread, which answers {key: value}; who is not in it gets None.
    """

    def __init__(self, work: Callable[[list], Mapping]):
        self._work = work
        self._queues: dict[asyncio.AbstractEventLoop, dict[Hashable, asyncio.Future]] = {}
        self._tasks: set[asyncio.Task] = set()

    async def ask(self, key: Hashable):
        loop = asyncio.get_running_loop()
        if loop not in self._queues:
            self._queues[loop] = {}
            task = loop.create_task(self._serve(loop))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        future = self._queues[loop].setdefault(key, loop.create_future())
        return await asyncio.shield(future)

    async def _serve(self, loop) -> None:
        queue = self._queues[loop]
        try:
            while queue:
                await self._answer({key: queue.pop(key) for key in list(queue)[:AT_ONCE]})
        finally:
            del self._queues[loop]

    async def _answer(self, asked: dict[Hashable, asyncio.Future]) -> None:
        answers, failure = {}, None
        try:
            answers = await in_thread(self._work, list(asked))
        except Exception as error:
            failure = error
        for key, future in asked.items():
            if future.done():
                continue
            if failure:
                future.set_exception(failure)
            else:
                future.set_result(answers.get(key))


def _and_tidy_up(work, args):
    try:
        return work(*args)
    finally:
        # Back into the pool: ten thousand idle sockets hold no connection.
        connections.close_all()
