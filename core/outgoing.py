"""Calls to addresses that somebody typed in: never into our own network, never longer than asked (S-40).

A name is resolved once, every address it has is judged, and the connection goes to the one that was judged: a name that
answers otherwise a moment later leads nowhere else. No redirect is followed and no proxy of the environment is asked.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

# For whoever asks and waits at a page; what sends by itself brings places of its own.
AT_ONCE = 4
PORTS = {"http": 80, "https": 443}

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):
    """No answer that could be used. `code`: bad_address, unknown, private, busy, late, large or broken.

    `sent` says whether anything may have left us all the same.
    """

    def __init__(self, code: str, *, sent: bool = False):
        super().__init__(code)
        self.code, self.sent = code, sent


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes
    headers: Message = field(default_factory=Message)


class Places:
    """How many calls of one purpose may be on their way at once: a slow side of one takes no place of another."""

    def __init__(self, at_once: int):
        self._free = threading.BoundedSemaphore(at_once)
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="outgoing")

    def post(self, url: str, body: bytes, *, headers: dict[str, str], seconds: float, longest: int) -> Answer:
        """The answer, whatever its status, within `seconds` for everything, names included. Raises Unreachable.

        The caller waits no longer even where the resolver or the other side hangs: a few threads of our own do.
        """
        call = _Call(url, seconds, longest)
        if not self._free.acquire(blocking=False):
            raise Unreachable("busy")
        future = self._pool.submit(call.post, body, headers)
        future.add_done_callback(lambda _done: self._free.release())
        try:
            return future.result(timeout=seconds)
        except TimeoutError:
            call.abandon()
            raise Unreachable("late", sent=call.sent) from None


def post(url: str, body: bytes, *, headers: dict[str, str], seconds: float, longest: int) -> Answer:
    """As `Places.post`, in the places that pages share."""
    return _places().post(url, body, headers=headers, seconds=seconds, longest=longest)


def may_be_called(address: Address, port: int) -> bool:
    """Public ones on the web's own ports; others only where the installation names their network."""
    if any(address in network for network in _allowed(tuple(settings.OUTGOING_ALLOWED_NETWORKS))):
        return True
    # Reserved: IPv4 in the clothes of IPv6 among them (mapped, NAT64), whatever it stands for.
    public = address.is_global and not address.is_multicast and not address.is_reserved
    return public and port in PORTS.values()


class _Call:
    def __init__(self, url: str, seconds: float, longest: int):
        self.until = time.monotonic() + seconds
        self.longest = longest
        try:
            parts = urlsplit(url)
            self.host = (parts.hostname or "").encode("idna").decode()
            self.port = parts.port or PORTS.get(parts.scheme, 0)
        except ValueError:
            raise Unreachable("bad_address") from None
        if parts.scheme not in PORTS or not self.host or "@" in parts.netloc:
            raise Unreachable("bad_address")
        self.context = ssl.create_default_context() if parts.scheme == "https" else None
        self.path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        self.connection: _Pinned | None = None
        self.sent = False

    def post(self, body: bytes, headers: dict[str, str]) -> Answer:
        try:
            self.connection = _Pinned(self, self._judged())
            self.connection.connect()
            # In this order: whoever gave up before it was true can be sure that nothing will leave.
            self.sent = True
            self.connection.timeout = self.left
            self.connection.request("POST", self.path, body, headers)
            response = self.connection.getresponse()
            return Answer(response.status, self._read(response), response.headers)
        except TimeoutError:
            raise Unreachable("late", sent=self.sent) from None
        except (OSError, http.client.HTTPException, ValueError):
            raise Unreachable("broken", sent=self.sent) from None
        finally:
            if self.connection:
                self.connection.close()

    def abandon(self) -> None:
        """Nobody waits any more: whatever the thread reads from ends now."""
        if self.connection and self.connection.sock:
            with suppress(OSError):
                self.connection.sock.shutdown(socket.SHUT_RDWR)

    @property
    def left(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _judged(self) -> str:
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
            addresses = [ipaddress.ip_address(str(row[4][0]).partition("%")[0]) for row in found]
        except (OSError, ValueError):
            raise Unreachable("unknown") from None
        if not addresses or not all(may_be_called(address, self.port) for address in addresses):
            raise Unreachable("private")
        return str(addresses[0])

    def _read(self, response) -> bytes:
        body = b""
        while self.left and (piece := response.read1(16 * 1024)):
            body += piece
            if len(body) > self.longest:
                raise Unreachable("large", sent=True)
        return body


class _Pinned(http.client.HTTPConnection):
    """To one judged address, in the name of the host."""

    def __init__(self, call: _Call, address: str):
        super().__init__(call.host, call.port, timeout=call.left)
        self.call, self.address = call, address
        self.default_port = PORTS["https"] if call.context else PORTS["http"]

    def connect(self) -> None:
        sock: Any = socket.create_connection((self.address, self.port), self.call.left)
        self.sock = self.call.context.wrap_socket(sock, server_hostname=self.host) if self.call.context else sock


@cache
def _allowed(networks: tuple[str, ...]) -> list:
    return [ipaddress.ip_network(network) for network in networks]


@cache
def _places() -> Places:
    return Places(AT_ONCE)
