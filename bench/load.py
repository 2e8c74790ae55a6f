"""Load on loopback, as lean as it can be, so that the server is what is measured."""

import asyncio
import json
import time

import websockets

CLOCK = time.perf_counter


class Poster:
    """One keep-alive connection that posts JSON."""

    def __init__(self, port: int, headers: dict[str, str] | None = None):
        self.port, self.headers = port, headers or {}
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def post(self, path: str, content: dict) -> tuple[int, dict]:
        try:
            return await self._post(path, content)
        except (asyncio.IncompleteReadError, ConnectionError):
            # The server has ended a connection that idled; the message's own id makes a second try harmless.
            self.writer = None
            return await self._post(path, content)

    async def _post(self, path: str, content: dict) -> tuple[int, dict]:
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = json.dumps(content).encode()
        head = {
            "Host": f"127.0.0.1:{self.port}",
            "Content-Type": "application/json",
            "Content-Length": len(body),
        } | self.headers
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        self.writer.write(f"POST {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        return await self._answer()

    async def _answer(self) -> tuple[int, dict]:
        head = await self.reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        length, chunked = 0, False
        for line in head.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line[15:])
            chunked = chunked or line.startswith(b"transfer-encoding: chunked")
        body = await self._chunks() if chunked else await self.reader.readexactly(length)
        return status, json.loads(body) if body else {}

    async def _chunks(self) -> bytes:
        body = b""
        while size := int(await self.reader.readline(), 16):
            body += await self.reader.readexactly(size)
            await self.reader.readline()
        await self.reader.readline()
        return body

    def close(self) -> None:
        if self.writer:
            self.writer.close()


class Ears:
    """A socket that notes when each message's fragment arrives, and whether its versions come in order."""

    def __init__(self):
        self.heard: dict[str, float] = {}
        self.doubled = 0
        self.disorder = 0
        self._version: dict[int, int] = {}

    def hear(self, text: str) -> None:
        at = CLOCK()
        frame = json.loads(text)
        if frame.get("type") != "fragment":
            return
        message = frame["id"].removeprefix("message-")
        self.doubled += message in self.heard
        self.heard.setdefault(message, at)
        ticket, version = frame.get("ticket", 0), frame["version"]
        self.disorder += version <= self._version.get(ticket, 0)
        self._version[ticket] = version

    async def listen(self, socket) -> None:
        try:
            async for text in socket:
                self.hear(text)
        except websockets.ConnectionClosed:
            pass


def connect(port: int, path: str, headers: dict[str, str]):
    return websockets.connect(
        f"ws://127.0.0.1:{port}{path}", additional_headers=headers, compression=None, ping_interval=None, max_size=2**22
    )
