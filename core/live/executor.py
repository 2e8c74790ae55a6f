"""Where sockets ask the database: a few threads of their own; `database_sync_to_async` has one for the process."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from django.conf import settings
from django.db import connections


@cache
def _executor() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(settings.SOCKET_THREADS, thread_name_prefix="live")


async def in_thread(work, *args):
    return await asyncio.get_running_loop().run_in_executor(_executor(), _and_tidy_up, work, args)


def _and_tidy_up(work, args):
    try:
        return work(*args)
    finally:
        # Back into the pool: ten thousand idle sockets hold no connection.
        connections.close_all()
