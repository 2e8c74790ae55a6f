"""A web process of ours, started as production starts it, on the test's own database."""

import contextlib
import json
import os
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import urlsplit

import psutil
from django.conf import settings
from django.db import connection
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

ROOT = Path(__file__).resolve().parents[2]


def database_url() -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return parts._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Web:
    def __init__(self, kind: str, **env: str):
        self.port = free_port()
        self.log = Path(gettempdir()) / f"test-web-{self.port}.log"
        self.env = {
            **os.environ,
            "HELPDESK_SERVER": kind,
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": database_url(),
            "DEBUG": "0",
            "ALLOWED_HOSTS": "127.0.0.1",
            "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            **env,
        }

    def __enter__(self) -> "Web":
        with self.log.open("wb") as log:
            self.process = subprocess.Popen([ROOT / "bin/web"], env=self.env, stdout=log, stderr=log, cwd=ROOT)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.origin}/health/live", timeout=2).close()
                return self
            except OSError:
                time.sleep(0.1)
        raise AssertionError(f"the web process did not start: {self.log.read_text()[-3000:]}")

    def __exit__(self, *error) -> None:
        self.process.terminate()
        try:
            self.process.wait(8)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.rename(Path(gettempdir()) / "last-web.log")

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def memory(self) -> int:
        return psutil.Process(self.process.pid).memory_info().rss

    def socket(self, path: str, *, origin: str | None = "", **headers: str):
        origin = self.origin if origin == "" else origin
        return connect(
            f"ws://127.0.0.1:{self.port}{path}",
            origin=origin,
            additional_headers=headers,
            ping_interval=None,
            max_size=None,
            max_queue=None,
            open_timeout=10,
            close_timeout=1,
            proxy=None,
        )

    @contextmanager
    def desk(self, session: str | None, *, origin: str | None = ""):
        cookie = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={session}"} if session else {}
        with self.socket("/live/desk/", origin=origin, **cookie) as ws:
            yield Talk(ws)

    @contextmanager
    def widget(self, *, origin: str | None = ""):
        with self.socket("/live/widget/", origin=origin) as ws:
            yield Talk(ws)


class Talk:
    """One end of a socket, which reads frames and remembers the rest."""

    def __init__(self, ws):
        self.ws = ws

    def say(self, kind: str, **fields) -> None:
        self.ws.send(json.dumps({"type": kind, **fields}))

    def hear(self, *kinds: str, within: float = 5) -> dict:
        """The next frame of one of these kinds; others are passed over."""
        deadline = time.monotonic() + within
        while True:
            frame = json.loads(self.ws.recv(timeout=max(0.01, deadline - time.monotonic())))
            if not kinds or frame["type"] in kinds:
                return frame

    def silent(self, seconds: float, *, but: tuple[str, ...] = ("heartbeat",)) -> bool:
        try:
            while True:
                if json.loads(self.ws.recv(timeout=seconds))["type"] not in but:
                    return False
        except TimeoutError:
            return True

    def closed_with(self, within: float = 5) -> int | None:
        """The close code, once it is closed; None when it stays open."""
        deadline = time.monotonic() + within
        try:
            while time.monotonic() < deadline:
                self.ws.recv(timeout=max(0.01, deadline - time.monotonic()))
        except TimeoutError:
            pass
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else 1006
        return None


class Raw:
    """A socket without a client library: it reads only when told to, and costs this process nearly nothing."""

    def __init__(self, web: Web, path: str, *, origin: str, buffer: int = 0):
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.connect(("127.0.0.1", web.port))
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: 127.0.0.1:{web.port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            f"Origin: {origin}",
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())

    def opened(self) -> "Raw":
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self.socket.recv(4096)
        assert b" 101 " in answer, answer
        return self

    def say(self, kind: str, **fields) -> "Raw":
        self.socket.sendall(framed(0x81, json.dumps({"type": kind, **fields}).encode()))
        return self

    def flood(self, octets: bytes) -> "Raw":
        """As much of it as the other side takes."""
        with contextlib.suppress(BrokenPipeError, ConnectionResetError, TimeoutError):
            self.socket.settimeout(3)
            self.socket.sendall(octets)
        return self

    def close_code(self, within: float = 4) -> int | None:
        """Read to the end: the code of its close frame, 1006 without one, None while it stays open."""
        self.socket.settimeout(within)
        heard = b""
        try:
            while more := self.socket.recv(65536):
                heard += more
                if (code := last_close_code(heard)) is not None:
                    return code
        except TimeoutError:
            return None
        except ConnectionResetError:
            pass
        return 1006

    def is_cut(self) -> bool:
        """Asked of the kernel, without reading what has arrived."""
        return self.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != 1

    def close(self) -> None:
        self.socket.close()


def framed(first: int, payload: bytes = b"") -> bytes:
    """One masked frame, its mask being zeros."""
    size = len(payload)
    if size < 126:
        head = bytes([first, 0x80 | size])
    elif size < 65536:
        head = bytes([first, 0xFE]) + size.to_bytes(2)
    else:
        head = bytes([first, 0xFF]) + size.to_bytes(8)
    return head + bytes(4) + payload


def last_close_code(heard: bytes) -> int | None:
    at = 0
    while at + 2 <= len(heard):
        size, start = heard[at + 1], at + 2
        if size == 126:
            size, start = int.from_bytes(heard[at + 2 : at + 4]), at + 4
        if heard[at] == 0x88:
            return int.from_bytes(heard[start : start + 2])
        at = start + size
    return None
