"""What we start never outlives us, whichever way we end."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import psutil
import pytest

from embedded import processes
from embedded.supervisor import Program, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
DEAF = [sys.executable, "-c", "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(600)"]


def gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def soon(condition, patience: float = 5) -> bool:
    return processes.wait_until(condition, patience=patience)


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def supervisor(told):
    one = Supervisor(tell=lambda name, text: told.append(f"{name}: {text}"))
    yield one
    one.stop()


@pytest.fixture
def sleeper(tmp_path):
    return Program("sleeper", SLEEP, tmp_path / "sleeper.log", dict(os.environ), tmp_path)


def test_a_killed_child_comes_back(supervisor, sleeper, told):
    supervisor.adopt(sleeper)
    supervisor.watched[0].started -= 10
    first = sleeper.process.pid
    os.kill(first, signal.SIGKILL)

    def back() -> bool:
        supervisor.check()
        return sleeper.process.pid != first

    assert soon(back)
    assert sleeper.process.poll() is None
    assert told == ["sleeper: killed by signal 9; starting it again in 0.25 s"]


def test_a_child_that_keeps_dying_is_started_ever_later(supervisor, tmp_path, told):
    faller = [sys.executable, "-c", "exit('my reason')"]
    supervisor.adopt(Program("faller", faller, tmp_path / "log", {}, tmp_path))

    def twice() -> bool:
        supervisor.check()
        return len(told) == 4

    assert soon(twice)
    assert told[0] == "faller: ended with code 1; starting it again in 0.25 s"
    assert told[1].endswith("my reason")
    assert told[2].endswith("in 0.5 s")


def test_a_deaf_child_and_what_it_started_are_killed(supervisor, tmp_path):
    script = textwrap.dedent(f"""
        import subprocess, signal, time
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        print(subprocess.Popen({DEAF!r}).pid, flush=True)
        time.sleep(600)
    """)
    program = Program("deaf", [sys.executable, "-c", script], tmp_path / "log", dict(os.environ), tmp_path)
    supervisor.adopt(program)
    assert soon(lambda: (tmp_path / "log").read_text().strip().isdigit())
    grandchild = int((tmp_path / "log").read_text())
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 10
    assert gone(program.process.pid)
    assert soon(lambda: gone(grandchild))


def test_a_frozen_child_is_stopped_too(supervisor, sleeper):
    supervisor.adopt(sleeper)
    sleeper.process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 2
    assert gone(sleeper.process.pid)


def test_a_child_dies_with_a_killed_parent(tmp_path):
    script = textwrap.dedent(f"""
        from pathlib import Path
        from embedded.processes import spawn
        print(spawn({DEAF!r}, log=Path({str(tmp_path / "log")!r})).pid, flush=True)
        import time; time.sleep(600)
    """)
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, cwd=processes.__file__[:-22])
    child = int(parent.stdout.readline())
    assert not gone(child)
    parent.kill()
    parent.wait()
    assert soon(lambda: gone(child))
