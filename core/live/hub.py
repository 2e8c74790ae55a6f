"""The sockets of this process: who listens to which group. Redis hears of each group once, whatever the crowd."""

import asyncio
import json
import weakref
from collections.abc import Iterable

import msgpack
import structlog

from core.live import heartbeat, wire
from core.live.publishing import channel_of
from core.live.watcher import Watcher

log = structlog.get_logger(__name__)

LULL = 0.5
STALL_EVERY = 2.0
STALLED = 16.0
HEAP = 768 * 1024
LINGER = 1.0
COME_AGAIN = 1012

_hubs: "weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, Hub]" = weakref.WeakKeyDictionary()


def current_hub() -> "Hub":
    loop = asyncio.get_running_loop()
    return _hubs.get(loop) or _hubs.setdefault(loop, Hub())


class Hub:
    def __init__(self) -> None:
        self.sockets: set = set()
        self.groups: dict[str, set] = {}
        self._deserted: set[str] = set()
        self._tasks: set[asyncio.Task] = set()
        self._started = False
        # Pokes said a moment ago, and whether they were said again since.
        self._lulls: dict[tuple[str, str], bool] = {}
        self._watcher = Watcher(heard=self._heard, lost=self._send_away, found=self._found)

    @property
    def degraded(self) -> bool:
        return not self._watcher.live

    async def enter(self, socket) -> None:
        self.sockets.add(socket)
        if not self._started:
            self._started = True
            self._start()
            wire.before_shutdown(socket.protocol, self._send_away)
        await self._watcher.tried.wait()

    async def join(self, socket, groups: Iterable[str]) -> bool:
        """True when the socket hears everything said there from now on; false while Redis is away."""
        channels = [channel_of(group) for group in groups]
        for channel in channels:
            self.groups.setdefault(channel, set()).add(socket)
        socket.groups = socket.groups.union(channels)
        return await self._watcher.subscribe(channels)

    def leave(self, socket, groups: Iterable[str]) -> None:
        channels = {channel_of(group) for group in groups} & socket.groups
        socket.groups -= channels
        for channel in channels:
            self._desert(channel, socket)

    def forget(self, socket) -> None:
        self.sockets.discard(socket)
        for channel in socket.groups:
            self._desert(channel, socket)
        socket.groups = frozenset()

    def in_group(self, group: str) -> set:
        return self.groups.get(channel_of(group), set())

    def later(self, work) -> None:
        self.keep(asyncio.get_running_loop().create_task(work))

    def keep(self, task: asyncio.Task) -> None:
        """The loop itself holds tasks by weak references only."""
        if not task.done():
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _start(self) -> None:
        self.later(self._watcher.run())
        self.later(_forever(STALL_EVERY, self._cut_the_stalled))
        self.later(_forever(LINGER, self._unsubscribe))
        self.later(_forever(heartbeat.GUARD_EVERY, lambda: self._all(heartbeat.guards)))
        for seconds, work in heartbeat.beats:
            self.later(_forever(seconds, lambda work=work: self._all([work])))

    def _desert(self, channel: str, socket) -> None:
        members = self.groups.get(channel, set())
        members.discard(socket)
        if not members:
            self.groups.pop(channel, None)
            self._deserted.add(channel)

    async def _unsubscribe(self) -> None:
        # Not at once: most who leave are back within the second, on the next page.
        gone, self._deserted = self._deserted, set()
        await self._watcher.unsubscribe(gone - self.groups.keys())

    async def _all(self, works, sockets=None) -> None:
        for work in works:
            if chosen := list(self.sockets if sockets is None else sockets):
                await _logged(work(chosen))

    def _heard(self, channel: str, payload: bytes) -> None:
        listeners = self.groups.get(channel)
        if not listeners:
            return
        kind, text = _unpacked(payload)
        if kind == "revoked":
            self.later(self._all(heartbeat.guards, list(listeners)))
        elif kind == "poke":
            self._poke(channel, text)
        elif kind:
            self._tell(channel, kind, text)

    def _tell(self, channel: str, kind: str, text: str) -> None:
        for socket in list(self.groups.get(channel, ())):
            socket.relay(kind, text)

    def _poke(self, channel: str, text: str) -> None:
        """Say it at once; said again within the lull, once more at its end. A busy queue pokes two hundred desks."""
        if (channel, text) in self._lulls:
            self._lulls[channel, text] = True
            return
        self._lulls[channel, text] = False
        asyncio.get_running_loop().call_later(LULL, self._end_the_lull, channel, text)
        self._tell(channel, "poke", text)

    def _end_the_lull(self, channel: str, text: str) -> None:
        if self._lulls.pop((channel, text)):
            self._poke(channel, text)

    def _send_away(self) -> None:
        # When Redis was lost nobody knows what was missed: all come back and ask, here or at the next process.
        for socket in list(self.sockets):
            socket.close(COME_AGAIN)

    async def _found(self) -> None:
        waiting = [socket for socket in self.sockets if not socket.closing]
        if await self._watcher.subscribe(list(self.groups)):
            await self._all(heartbeat.welcomes, waiting)

    async def _cut_the_stalled(self) -> None:
        now = asyncio.get_running_loop().time()
        for socket in list(self.sockets):
            waiting = wire.waiting(socket.protocol)
            if not waiting:
                socket.stalled_since = 0.0
            elif not socket.stalled_since:
                socket.stalled_since = now
            # A flood of pings makes a heap of pongs, which pass no outbox of ours.
            if waiting > HEAP or (waiting and now - socket.stalled_since >= STALLED):
                log.info("slow_reader_cut", waiting=waiting)
                socket.abort()


def _unpacked(payload: bytes) -> tuple[str, str]:
    try:
        message = msgpack.unpackb(payload)
        if "text" in message:
            return message["kind"], message["text"]
        # What a plain `group_send` of the channel layer brings.
        frame = message["frame"]
        return frame["type"], json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
    except Exception:
        log.exception("unreadable_hint")
        return "", ""


async def _forever(seconds: float, work) -> None:
    while True:
        await asyncio.sleep(seconds)
        await _logged(work())


async def _logged(work) -> None:
    try:
        await work
    except Exception:
        log.exception("live_work_failed")
