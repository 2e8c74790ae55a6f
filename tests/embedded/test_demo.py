"""`bin/demo` as a newcomer runs it: it comes up, stays up, says what is wrong, and leaves nothing behind."""

import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from embedded import processes
from embedded.places import ROOT, Place

OURS = {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "ENCRYPTION_KEYS", "PUBLIC_URL", "MEDIA_ROOT", "ALLOWED_HOSTS"}
ALIENS = {*OURS, "DJANGO_SETTINGS_MODULE", "PGHOST", "DEBUG"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Demo:
    """One `bin/demo` on a data folder of its own, with its output in a file."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port, self.output = data, port, data.parent / f"demo-{port}.txt"
        env = {name: value for name, value in os.environ.items() if name not in ALIENS}
        with self.output.open("w") as file:
            self.process = subprocess.Popen(
                [ROOT / "bin/demo", "--port", str(port)],
                env=env | {"HELPDESK_DATA_DIR": str(data)},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text()

    def wait_ready(self) -> "Demo":
        ready = f"ready http://127.0.0.1:{self.port}/"
        done = processes.wait_until(
            lambda: ready in self.said(), patience=180, alive=lambda: self.process.poll() is None
        )
        assert done, self.said()
        return self

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, name: str) -> psutil.Process:
        return next(each for each in self.family() if name in command(each))

    def came_back(self, name: str, before: psutil.Process) -> bool:
        return any(name in command(each) and each != before for each in left(self.family()))

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/ready", timeout=2) as response:
                return response.status == 200
        except OSError:
            return False

    def end(self, number: int) -> float:
        began = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(20)
        return time.monotonic() - began


def command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:  # it went meanwhile
        return ""


def left(family: list[psutil.Process]) -> list[psutil.Process]:
    return [each for each in family if runs(each)]


def runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def none_left(family: list[psutil.Process], patience: float = 0.5) -> bool:
    return processes.wait_until(lambda: not left(family), patience=patience)


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Kept by all tests here, so that only the first start makes a database."""
    folder = tmp_path_factory.mktemp("demo") / "data"
    yield folder
    shutil.rmtree(Place(folder).sockets, ignore_errors=True)


@pytest.fixture
def demo(data):
    one = Demo(data, free_port()).wait_ready()
    yield one
    if one.process.poll() is None:
        one.end(signal.SIGTERM)


@pytest.mark.requirement("R146")
def test_one_command_brings_everything_along(demo):
    started = {word for each in demo.family() for word in words(each)}
    assert {"postgres", "valkey-server", "daphne", "celery"} <= started
    assert demo.answers()


def test_one_ctrl_c_stops_everything(demo):
    family = demo.family()
    assert demo.end(signal.SIGINT) < 10
    assert demo.process.returncode == 0
    assert none_left(family), left(family)


def words(process: psutil.Process) -> set[str]:
    return {process.name(), *(Path(part).name for part in command(process).split()[:2])}


def test_a_second_start_reuses_the_data_in_under_ten_seconds(data):
    began = time.monotonic()
    demo = Demo(data, free_port()).wait_ready()
    took = time.monotonic() - began
    family = demo.family()
    assert demo.end(signal.SIGTERM) < 10
    assert none_left(family), left(family)
    assert took < 10 * slowness(), f"{took:.1f} s"


def slowness() -> float:
    """Other work on the machine counts against us only in part."""
    return 1 + max(0.0, os.getloadavg()[0] / (os.cpu_count() or 1) - 0.5)


def test_started_twice_it_says_so(demo, data):
    second = Demo(data, free_port())
    assert second.process.wait(30) != 0
    assert f"A helpdesk already runs on the data in {data} (process {demo.process.pid})." in second.said()
    assert "HELPDESK_DATA_DIR" in second.said()
    assert "Traceback" not in second.said()
    assert demo.answers()


def test_a_taken_port_is_named(demo, tmp_path):
    second = Demo(tmp_path / "data", demo.port)
    assert second.process.wait(30) != 0
    assert f"Port {demo.port} is taken by another program." in second.said()
    assert "Traceback" not in second.said()


def test_killed_children_come_back_and_are_stopped_with_the_rest(demo):
    for name in ("daphne", "celery", "valkey-server", "bin/postgres"):
        before = demo.child(name)
        before.kill()
        assert processes.wait_until(lambda: demo.came_back(name, before), patience=25), demo.said()  # noqa: B023
        assert processes.wait_until(demo.answers, patience=25), demo.said()
    assert demo.said().count("killed by signal 9") == 4
    family = demo.family()
    assert demo.end(signal.SIGINT) < 10
    assert none_left(family), left(family)


def test_a_killed_supervisor_takes_everything_along(demo):
    family = demo.family()
    demo.end(signal.SIGKILL)
    assert none_left(family, patience=10), left(family)
