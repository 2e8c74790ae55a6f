import time
from dataclasses import dataclass

import pytest

from core.actors import SYSTEM
from core.events import kinds
from core.events.kinds import DomainEvent
from core.sweeps import registry
from tests.core.provider import Provider
from tests.core.worker import Worker


@dataclass(frozen=True, kw_only=True)
class LampBroke(DomainEvent, name="test.lamp_broke"):
    lamp_id: int
    hall: str = ""

    @property
    def stream(self) -> str:
        return f"hall:{self.hall}" if self.hall else ""


@pytest.fixture
def lamp_broke():
    return LampBroke


@pytest.fixture
def system():
    return SYSTEM


@pytest.fixture
def listeners(monkeypatch):
    """Handlers registered in a test are forgotten after it."""
    monkeypatch.setitem(kinds._durable, LampBroke, {})
    monkeypatch.setitem(kinds._live, LampBroke, [])


@pytest.fixture
def only_sweep(monkeypatch):
    """Let nothing but the named kinds be swept, so that other apps' due rows do not count."""

    def only(*names):
        monkeypatch.setattr(registry, "_sweeps", {name: registry._sweeps[name] for name in names})

    return only


@pytest.fixture
def eventually():
    def wait(condition, *, seconds: float = 15):
        until = time.monotonic() + seconds
        while not (answer := condition()):
            assert time.monotonic() < until, "it did not happen in time"
            time.sleep(0.05)
        return answer

    return wait


@pytest.fixture
def provider(monkeypatch):
    server = Provider()
    monkeypatch.setenv("PROVIDER_URL", server.url)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def start_worker(tmp_path, transactional_db):
    """Start real workers; none outlives the test."""
    started = []

    def start(**options):
        log = (tmp_path / f"worker{len(started)}.log").open("wb")
        started.append(Worker(log, **options))
        return started[-1]

    yield start
    for worker in started:
        worker.stop()
    for log in sorted(tmp_path.glob("worker*.log")):
        print(log.read_text()[-3000:])
