"""The local providers in a process of their own, as the bench and the tests use them."""

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from embedded import processes
from embedded.places import ROOT
from notifications.bench.door import Door


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
            return bool(door.addresses())
        except OSError:
            return False

    if not processes.wait_until(answers, patience=20, alive=lambda: process.poll() is None):
        raise SystemExit(f"the local providers did not start:\n{processes.tail(log)}")


def environment(door: Door) -> dict[str, str]:
    """With these a helpdesk's pushes and SMS go there, by the SDKs as they are."""
    at = door.addresses()
    return {
        "FIREBASE_CREDENTIALS": json.dumps(at["fcm"]["credentials"]),
        "FCM_URL": at["fcm"]["url"],
        "TWILIO_ACCOUNT_SID": at["twilio"]["account"],
        "TWILIO_AUTH_TOKEN": at["twilio"]["token"],
        "TWILIO_FROM": "+15005550006",
        "TWILIO_URL": at["twilio"]["url"],
    }
