"""The local providers in a process of their own, as the bench and the tests use them."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from embedded import processes
from embedded.places import ROOT

DIRECTLY = build_opener(ProxyHandler({}))


class Door:
    """The control of that process."""

    def __init__(self, url: str):
        self.url = url.rstrip("/")

    def ask(self, method: str, path: str, words: Any = None) -> Any:
        body = None if words is None else json.dumps(words).encode()
        with DIRECTLY.open(Request(self.url + path, body, method=method), timeout=30) as answer:
            return json.load(answer)

    def ledger(self, *targets: str) -> dict[str, list]:
        return self.ask("GET", f"/ledger?{urlencode([('target', each) for each in targets])}")

    @property
    def environment(self) -> dict[str, str]:
        """With these a helpdesk's pushes and SMS go there, by the SDKs as they are."""
        at = self.ask("GET", "/")
        return {
            "FIREBASE_CREDENTIALS": json.dumps(at["fcm"]["credentials"]),
            "FCM_URL": at["fcm"]["url"],
            "TWILIO_ACCOUNT_SID": at["twilio"]["account"],
            "TWILIO_AUTH_TOKEN": at["twilio"]["token"],
            "TWILIO_FROM": "+15005550006",
            "TWILIO_URL": at["twilio"]["url"],
        }


@contextmanager
def providing(port: int, log: Path):
    """Until the block ends; yields its door."""
    process = processes.spawn([sys.executable, "-m", "embedded.providers", "--port", str(port)], log=log, cwd=ROOT)
    try:
        door = Door(f"http://127.0.0.1:{port}")
        _wait(door, process, log)
        yield door
    finally:
        processes.stop(process)


def _wait(door: Door, process: subprocess.Popen, log: Path) -> None:
    def answers() -> bool:
        try:
            return bool(door.ask("GET", "/"))
        except (URLError, OSError):
            return False

    if not processes.wait_until(answers, patience=20, alive=lambda: process.poll() is None):
        raise SystemExit(f"the local providers did not start:\n{processes.tail(log)}")
