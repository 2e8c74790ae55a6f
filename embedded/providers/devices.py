"""The phones and browsers that pushes reach: each sends its receipts as it was told to, on its own clock."""

import json
import threading
import time
from collections.abc import Sequence
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from embedded.providers.server import Provider

DIRECTLY = build_opener(ProxyHandler({}))
TRIES, PAUSE, PATIENCE = 5, 0.5, 10


class Devices:
    """`receipts` says for each target after how many seconds its receipts leave; twice the same is a doubled one."""

    def __init__(self, *providers: Provider):
        self.receipts: dict[str, Sequence[float]] = {}
        # What each has sent, and when it began to and had its answer.
        self.ledger: list[dict[str, Any]] = []
        self.stopping = threading.Event()
        for provider in providers:
            provider.arrived.append(self.show)

    def show(self, entry: dict[str, Any]) -> None:
        """A push has come."""
        told = entry.get("data") or entry.get("payload") or {}
        for seconds in self.receipts.get(entry["target"], ()):
            timer = threading.Timer(seconds, self._send, [entry["target"], told])
            timer.daemon = True
            timer.start()

    def _send(self, target: str, told: dict[str, str]) -> None:
        if self.stopping.is_set():
            return None
        body = json.dumps({"receipt": told["receipt"], "event": "delivered"}).encode()
        asked_at = time.time()
        for _try in range(TRIES):
            if status := _posted(told["receipt_url"], body):
                return self.ledger.append(
                    {"target": target, "asked_at": asked_at, "answered_at": time.time(), "status": status}
                )
            if self.stopping.wait(PAUSE):
                return None
        return None


def _posted(url: str, body: bytes) -> int:
    """The answer; 0 where there was none that counts."""
    request = Request(url, body, {"Content-Type": "application/json"})
    try:
        with DIRECTLY.open(request, timeout=PATIENCE) as answer:
            return answer.status
    except HTTPError as refusal:
        return 0 if refusal.code == 429 or refusal.code >= 500 else refusal.code
    except OSError:
        return 0
