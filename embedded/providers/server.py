"""What the local providers have in common: a server, its ledger, and the faults it was told to have."""

import json
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Fault:
    """One way to misbehave: `accepts` says whether the request counts all the same, `answer` is None for no answer."""

    name: str
    answer: int | None = None
    accepts: bool = False
    # Seconds before the answer, or before the connection is dropped.
    after: float = 0
    headers: dict[str, str] = field(default_factory=dict)


class Faults:
    """Those planned for the next requests, those of one target, and those that come by chance, in this order."""

    def __init__(self, seed: int = 1):
        self.next: list[Fault | None] = []
        self.of_target: dict[str, Fault] = {}
        # Used up one by one, before the lasting one.
        self.first_of_target: dict[str, list[Fault]] = {}
        self.rates: list[tuple[float, Fault]] = []
        self._dice = random.Random(seed)

    def choose(self, target: str) -> Fault | None:
        if self.next:
            return self.next.pop(0)
        if first := self.first_of_target.get(target):
            return first.pop(0)
        if target in self.of_target:
            return self.of_target[target]
        roll = self._dice.random()
        for rate, fault in self.rates:
            if roll < rate:
                return fault
            roll -= rate
        return None

    def clear(self) -> None:
        for kept in (self.next, self.of_target, self.first_of_target, self.rates):
            kept.clear()


class Provider(ThreadingHTTPServer):
    """Subclass with a `desk`; `ledger` holds what was taken, with the time it came."""

    daemon_threads = True
    request_queue_size = 128
    desk: type["Desk"]

    def __init__(self, port: int = 0):
        super().__init__(("127.0.0.1", port), self.desk)
        self.lock = threading.Lock()
        self.ledger: list[dict[str, Any]] = []
        self.faults = Faults()
        self.stopping = threading.Event()
        # Called with each entry once it stands in the ledger: the device that receives a push, for example.
        self.arrived: list[Callable[[dict[str, Any]], None]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def start(self) -> "Provider":
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def stop(self) -> None:
        self.stopping.set()
        self.shutdown()
        self.server_close()

    def take(self, entry: dict[str, Any]) -> None:
        with self.lock:
            self.ledger.append(entry | {"at": time.time()})
        for tell in self.arrived:
            tell(entry)

    def handle_error(self, request, client_address) -> None:
        """A caller that went away is no news."""


class Desk(BaseHTTPRequestHandler):
    """One request. HTTP/1.1, so that SDKs keep their connections as they do with the real ones."""

    protocol_version = "HTTP/1.1"
    # Head and body leave one after the other: the second would wait 40 ms for the word that the first has come.
    disable_nagle_algorithm = True
    server: Provider

    @property
    def body(self) -> bytes:
        if not hasattr(self, "_body"):
            self._body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        return self._body

    def handle_one_request(self) -> None:
        self.__dict__.pop("_body", None)
        super().handle_one_request()

    def choose_fault(self, target: str) -> Fault | None:
        with self.server.lock:
            return self.server.faults.choose(target)

    def suffer(self, fault: Fault) -> None:
        """Answer as the fault wants it, or drop the connection without a word."""
        if self.server.stopping.wait(fault.after) or fault.answer is None:
            self.close_connection = True
            self.connection.close()
        else:
            self.answer(fault.answer, self.words_of(fault), headers=fault.headers)

    def words_of(self, fault: Fault) -> dict | str:
        return {"error": fault.name}

    def answer(self, status: int, words: dict | list | str, *, headers: dict[str, str] | None = None) -> None:
        body = words.encode() if isinstance(words, str) else json.dumps(words).encode()
        kind = "text/html" if isinstance(words, str) else "application/json"
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args) -> None:
        pass
