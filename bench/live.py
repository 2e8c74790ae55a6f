"""From a customer's POST to the frame on an operator's socket, and how many of them a second one process stands."""

import asyncio
import json
import os
import random
import uuid
from contextlib import ExitStack, asynccontextmanager

from django.conf import settings
from django.db import connection

from bench import company
from bench.load import CLOCK, Ears, Poster, connect
from bench.pages import FLOOR
from bench.printing import figure, percentile
from bench.serving import cpu_seconds, product, serving

RATE, SECONDS, SETTLE = 50, 20, 2
WARM_UP = 40
CROWD, THROUGHPUT_SECONDS = 16, 15
VISITORS = 120
FLOOR_TABLE = """
DROP TABLE IF EXISTS bench_floor_message;
CREATE TABLE bench_floor_message (id bigserial PRIMARY KEY, client_id uuid UNIQUE, ticket int, text text, created_at timestamptz DEFAULT now())
"""
SERVERS = os.environ.get("BENCH_SERVERS", "daphne uvicorn").split()


def latency() -> None:
    for server in SERVERS:
        ours, floor = _both(server, _at_a_rate)
        for name, share in (("chat-latency-p50", 0.5), ("chat-latency-p99", 0.99)):
            value, base = (percentile(result.times, share) * 1000 for result in (ours, floor))
            figure(name, value, "ms", floor=base, n=len(ours.times), server=server, rate=RATE, **ours.verdict())


def throughput() -> None:
    for server in SERVERS:
        ours, floor = _both(server, _as_fast_as_it_goes)
        figure(
            "chat-throughput",
            ours.rate,
            "messages/s",
            floor=floor.rate,
            n=len(ours.times),
            server=server,
            cpu_ms_each=round(ours.cpu_ms, 2),
            **ours.verdict(),
        )


class Result:
    def __init__(self, sent: dict[str, float], ears: Ears, seconds: float, refused: int):
        self.times = [ears.heard[message] - at for message, at in sent.items() if message in ears.heard]
        self.rate = len(sent) / seconds
        self.cpu_ms = 0.0
        self.lost = len(sent) - len(self.times)
        self.doubled, self.disorder, self.refused = ears.doubled, ears.disorder, refused

    def verdict(self) -> dict:
        return {"lost": self.lost, "doubled": self.doubled, "disorder": self.disorder, "refused": self.refused}


def _both(server: str, drive) -> tuple[Result, Result]:
    with connection.cursor() as cursor:
        cursor.execute(FLOOR_TABLE)
    floor_command = [*FLOOR[:1], "bench.floors.chat:application"]
    with ExitStack() as stack:
        port, process = stack.enter_context(product(server))
        floor_port, _ = stack.enter_context(serving(floor_command, path="/", env={"HELPDESK_SERVER": server}))
        people = company.talking(VISITORS)
        # Floor, ours, in one run on one machine: what the neighbours do falls on both.
        floor = asyncio.run(drive(Floor(floor_port)))
        before = cpu_seconds(process)
        ours = asyncio.run(drive(Product(port, people)))
        ours.cpu_ms = (cpu_seconds(process) - before) / max(1, len(ours.times)) * 1000
    _check_the_database(ours, people)
    return ours, floor


def _check_the_database(ours: Result, people) -> None:
    """Stored once each: what the process acknowledged is in the table, no more and no less."""
    stored = people.stored() - min(WARM_UP, VISITORS)
    if stored != len(ours.times) + ours.lost:
        raise SystemExit(f"{len(ours.times) + ours.lost} messages were acknowledged and {stored} are stored")


class Product:
    def __init__(self, port: int, people):
        self.port, self.people = port, people

    @asynccontextmanager
    async def ears(self):
        ears = Ears()
        origin = {"Origin": f"http://127.0.0.1:{self.port}"}
        cookies = [{"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"} for session in self.people.sessions]
        sockets = [await connect(self.port, "/live/desk/", origin | cookie) for cookie in cookies]
        for socket, visitor in zip(sockets, self.people.visitors, strict=True):
            await socket.send(json.dumps({"type": "watch", "ticket": visitor.ticket, "version": 0}))
        tasks = [asyncio.create_task(ears.listen(socket)) for socket in sockets]
        await asyncio.sleep(1)
        yield ears
        await asyncio.sleep(SETTLE)
        for task, socket in zip(tasks, sockets, strict=True):
            task.cancel()
            await socket.close()

    def posters(self) -> list:
        return [
            (Poster(self.port, {"Authorization": f"Bearer {v.token}", "Origin": self.people.origin}), v)
            for v in self.people.visitors
        ]

    async def post(self, poster: Poster, visitor, message: str) -> int:
        path = f"/widget/api/conversations/{visitor.conversation}/messages"
        status, _ = await poster.post(
            path, {"client_id": message, "text": "I paid once and was charged twice", "attachments": []}
        )
        return status


class Floor:
    def __init__(self, port: int):
        self.port = port

    @asynccontextmanager
    async def ears(self):
        ears = Ears()
        async with connect(self.port, "/", {}) as socket:
            task = asyncio.create_task(ears.listen(socket))
            await asyncio.sleep(0.5)
            yield ears
            await asyncio.sleep(SETTLE / 2)
            task.cancel()

    def posters(self) -> list:
        return [(Poster(self.port), number) for number in range(CROWD)]

    async def post(self, poster: Poster, number, message: str) -> int:
        return (
            await poster.post(
                "/", {"client_id": message, "ticket": number, "text": "I paid once and was charged twice"}
            )
        )[0]


async def _at_a_rate(target) -> Result:
    """An open loop: messages leave when their time has come, whether or not the last ones were answered."""
    sent: dict[str, float] = {}
    refused = 0

    async def one(poster, whom):
        nonlocal refused
        message = str(uuid.uuid4())
        began = CLOCK()
        if await target.post(poster, whom, message) == 201:
            sent[message] = began
        else:
            refused += 1

    async with target.ears() as ears:
        posters = target.posters()
        random.shuffle(posters)
        await _warm(target, posters)
        started, tasks = CLOCK(), []
        for number in range(RATE * SECONDS):
            await asyncio.sleep(max(0.0, started + number / RATE - CLOCK()))
            tasks.append(asyncio.create_task(_in_turn(one, *posters[number % len(posters)])))
        await asyncio.gather(*tasks)
        took = CLOCK() - started
    return Result(sent, ears, took, refused)


async def _warm(target, posters) -> None:
    """A process that has just started reads its templates and opens its connections; that is not what is measured."""
    await asyncio.gather(*(target.post(*posters[n], str(uuid.uuid4())) for n in range(min(WARM_UP, len(posters)))))
    await asyncio.sleep(1)


_busy: dict[int, asyncio.Lock] = {}


async def _in_turn(one, poster, whom):
    """One connection carries one request at a time."""
    async with _busy.setdefault(id(poster), asyncio.Lock()):
        await one(poster, whom)


async def _as_fast_as_it_goes(target) -> Result:
    """A closed loop: sixteen senders, each posting its next message when the last one was answered."""
    sent: dict[str, float] = {}
    refused = 0

    async def sender(mine):
        nonlocal refused
        turn = 0
        while CLOCK() < end:
            poster, whom = mine[turn % len(mine)]
            turn += 1
            message = str(uuid.uuid4())
            began = CLOCK()
            if await target.post(poster, whom, message) == 201:
                sent[message] = began
            else:
                refused += 1

    async with target.ears() as ears:
        posters = target.posters()
        await _warm(target, posters)
        started = CLOCK()
        end = started + THROUGHPUT_SECONDS
        await asyncio.gather(*(sender(posters[n::CROWD]) for n in range(CROWD) if posters[n::CROWD]))
        took = CLOCK() - started
    return Result(sent, ears, took, refused)
