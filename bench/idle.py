"""What one idle widget socket costs in the web process."""

import asyncio
import os

from bench import company
from bench.load import connect
from bench.printing import figure
from bench.serving import memory, product

SOCKETS, TOKENS = 2000, 200
SERVERS = os.environ.get("BENCH_SERVERS", "daphne uvicorn").split()


def sockets() -> None:
    people = company.talking(TOKENS)
    for server in SERVERS:
        with product(server) as (port, process):
            asyncio.run(_open(port, people, 50, lambda: None))
            before = memory(process)
            after = asyncio.run(_open(port, people, SOCKETS, lambda: memory(process)))
        figure("idle-socket", (after - before) / SOCKETS / 1024, "kB", n=SOCKETS, server=server)


async def _open(port: int, people, count: int, measure) -> None:
    """Open that many sockets, each past its welcome, measure, and close them."""
    opened = []
    for start in range(0, count, 50):
        opened += await asyncio.gather(*(_greeted(port, people, n) for n in range(start, min(start + 50, count))))
    await asyncio.sleep(2)
    measured = measure()
    await asyncio.gather(*(socket.close() for socket in opened))
    await asyncio.sleep(1)
    return measured


async def _greeted(port: int, people, number: int):
    visitor = people.visitors[number % len(people.visitors)]
    socket = await connect(port, "/live/widget/", {"Origin": people.origin})
    hello = f'{{"type": "hello", "token": "{visitor.token}", "conversation": "{visitor.conversation}", "version": 0}}'
    await socket.send(hello)
    welcome = await asyncio.wait_for(socket.recv(), 10)
    if "welcome" not in str(welcome):
        raise SystemExit(f"a socket was not welcomed: {welcome!r}")
    return socket
