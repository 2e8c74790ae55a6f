"""The half of a socket that talks: in order, never waiting, and never for longer than a client cares to listen."""

import asyncio
import json
from typing import Any

from core.live import wire

OUTBOX = 512 * 1024
HIGH_WATER = 128 * 1024
CLOSE_WITHIN = 8.0


class Speaker:
    """What is told leaves at once while the line is free, and waits in a bounded outbox while it is not."""

    __slots__ = ("__weakref__", "_flushing", "_outbox", "_outbox_size", "_send", "closing", "hub", "protocol")

    def __init__(self) -> None:
        self.closing = self._flushing = False
        self._outbox: list[str | int] = []
        self._outbox_size = 0

    def speak_through(self, send, hub) -> None:
        self._send, self.protocol, self.hub = send, wire.protocol_of(send), hub

    def say(self, kind: str, **fields: Any) -> None:
        self.tell(json.dumps({"type": kind, **fields}, ensure_ascii=False, separators=(",", ":")))

    def tell(self, text: str) -> None:
        if self.closing:
            return
        self._outbox_size += len(text)
        if self._outbox_size > OUTBOX:
            self.abort()
        else:
            self._post(text)

    def close(self, code: int) -> None:
        """After what was already said. The other side has a few seconds to say goodbye."""
        if not self.closing:
            self.closing = True
            asyncio.get_running_loop().call_later(CLOSE_WITHIN, wire.abort, self.protocol)
            self._post(code)

    def abort(self) -> None:
        """For who does not read: a close frame would only wait behind all the rest."""
        self.hush()
        wire.abort(self.protocol)

    def hush(self) -> None:
        self.closing = True
        self._outbox.clear()
        self._outbox_size = 0

    def _post(self, item: str | int) -> None:
        self._outbox.append(item)
        if not self._flushing:
            self._flushing = True
            # Eager: as long as the line is free it is over before this returns, and no task was ever scheduled.
            loop = asyncio.get_running_loop()
            self.hub.keep(asyncio.Task(self._flush(), loop=loop, eager_start=True))

    async def _flush(self) -> None:
        try:
            while self._outbox:
                await self._line_free()
                if self._outbox:
                    await self._pass_on(self._outbox.pop(0))
        except Exception:
            # The line is gone, which the other end of this socket, reading, is told as well.
            self.hush()
        finally:
            self._flushing = False

    async def _line_free(self) -> None:
        # Daphne tells nobody when there is room again, so look: at once after a burst, seldom at a slow reader.
        pause = 0.0
        while wire.waiting(self.protocol) > HIGH_WATER and self._outbox:
            await asyncio.sleep(pause)
            pause = min(0.05, pause * 2 + 0.0005)

    async def _pass_on(self, item: str | int) -> None:
        if isinstance(item, int):
            await wire.close(self.protocol, self._send, item)
        else:
            self._outbox_size -= len(item)
            await self._send({"type": "websocket.send", "text": item})
