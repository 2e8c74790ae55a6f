"""A socket: what both the desk's and the widget's have in common. An ASGI application in one object and one task."""

import asyncio
from typing import ClassVar

import structlog
from django.db import InterfaceError, OperationalError

from core.live.frames import BadFrame, Shape, parsed, size
from core.live.heartbeat import TRUST
from core.live.hub import COME_AGAIN, current_hub
from core.live.speaker import Speaker

log = structlog.get_logger(__name__)

SIGN_IN = 4401
NO_RIGHT = 4403
LATE = 4408
TOO_MANY = 4429
TOO_BIG = 1009
BROKEN = 1011

BAD_FRAMES = 20
BURST, PER_SECOND = 40.0, 5.0
BAD_REQUEST = '{"type":"error","code":"bad_request"}'


class LiveConsumer(Speaker):
    """Subclasses say who may listen (`connect`), list the frames they take, and answer each in `on_<type>`.

    No task of its own while nothing happens, and no queue: ten thousand of these must fit into a process.
    """

    __slots__ = ("_bad", "_refilled_at", "_tokens", "groups", "stalled_since", "trusted_until")

    frames: ClassVar[dict[str, Shape]] = {}
    max_frame = 256 * 1024

    def __init__(self) -> None:
        super().__init__()
        self.groups: frozenset[str] = frozenset()
        self._bad = 0
        self._tokens, self._refilled_at = BURST, 0.0
        self.stalled_since = self.trusted_until = 0.0

    @classmethod
    def as_asgi(cls):
        async def application(scope, receive, send):
            await cls().serve(scope, receive, send)

        return application

    async def serve(self, scope, receive, send) -> None:
        self.speak_through(send, current_hub())
        await receive()
        if not await self._admitted(scope):
            # Before it is accepted, so the browser sees a refused handshake and no page code ever runs on it.
            return await send({"type": "websocket.close"})
        await send({"type": "websocket.accept"})
        try:
            await self.hub.enter(self)
            await self._safely(self.connect(scope))
            del scope
            await self._listen(receive)
        finally:
            self.hush()
            self.hub.forget(self)
            self.left()

    async def admits(self, scope) -> bool:
        """Is this page allowed to open the socket at all?"""
        raise NotImplementedError

    async def connect(self, scope) -> None:
        """Accepted; find out who it is."""

    def left(self) -> None:
        """It is gone."""

    def relay(self, kind: str, text: str) -> None:
        if self.trusted:
            self.tell(text)

    @property
    def trusted(self) -> bool:
        return self._now() < self.trusted_until

    def trust(self) -> None:
        self.trusted_until = self._now() + TRUST

    async def _admitted(self, scope) -> bool:
        try:
            return await self.admits(scope)
        except Exception:
            log.warning("socket_refused", exc_info=True)
            return False

    def _now(self) -> float:
        return asyncio.get_running_loop().time()

    async def _listen(self, receive) -> None:
        while True:
            event = await receive()
            if event["type"] == "websocket.disconnect":
                return
            if not self.closing:
                await self._safely(self._take(event))

    async def _safely(self, work) -> None:
        try:
            await work
        except BadFrame:
            self._refuse_frame()
        except (OperationalError, InterfaceError):
            log.warning("socket_without_database", exc_info=True)
            self.close(COME_AGAIN)
        except Exception:
            log.exception("socket_failed")
            self.close(BROKEN)

    async def _take(self, event) -> None:
        if size(event) > self.max_frame:
            return self.close(TOO_BIG)
        if not self._within_rate():
            return self.close(TOO_MANY)
        kind, fields = parsed(event.get("text"), self.frames)
        if kind == "ping":
            return self.say("pong")
        await getattr(self, f"on_{kind}")(**fields)

    def _refuse_frame(self) -> None:
        self._bad += 1
        self.tell(BAD_REQUEST)
        if self._bad >= BAD_FRAMES:
            self.close(TOO_MANY)

    def _within_rate(self) -> bool:
        now = self._now()
        self._tokens = min(BURST, self._tokens + (now - self._refilled_at) * PER_SECOND) - 1
        self._refilled_at = now
        return self._tokens >= 0
