"""Server processes to measure, started and ended here, and how much memory they take."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import psutil
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(command: list[str], *, path: str, env: dict | None = None, port: int | None = None):
    """Run the command with PORT set until the block ends; yields (port, process) once `path` answers."""
    port = port or free_port()
    log = (ROOT / ".data/bench/server.log").open("ab")
    process = subprocess.Popen(
        command,
        env={
            **os.environ,
            "PORT": str(port),
            "PUBLIC_URL": f"http://127.0.0.1:{port}",
            "LOG_LEVEL": "WARNING",
            **(env or {}),
        },
        stdout=log,
        stderr=log,
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        _wait(process, f"http://127.0.0.1:{port}{path}")
        yield port, process
    finally:
        _end(process)
        log.close()


@contextmanager
def working(count: int, **env):
    """So many workers, as in production, until the block ends. Whoever kills one puts another into its place."""
    workers = [worker(**env) for _ in range(count)]
    try:
        yield workers
    finally:
        for each in workers:
            _end(each)


def worker(**env) -> subprocess.Popen:
    chosen = {**os.environ, "WORKER_POOL": "threads", "WORKER_CONCURRENCY": "2", "LOG_LEVEL": "WARNING", **env}
    with (ROOT / ".data/bench/server.log").open("ab") as log:
        return subprocess.Popen(
            [str(ROOT / "bin/worker")], env=chosen, stdout=log, stderr=log, cwd=ROOT, start_new_session=True
        )


def product(server: str = "daphne", *, port: int | None = None, **env):
    return serving([str(ROOT / "bin/web")], path="/health/live", env={"HELPDESK_SERVER": server, **env}, port=port)


def _end(process: subprocess.Popen) -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait(process, url: str, patience: float = 30) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"the server ended with {process.returncode}; see .data/bench/server.log")
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{url} did not answer")


def cpu_seconds(process: subprocess.Popen) -> float:
    """What the process has used of processors so far."""
    times = psutil.Process(process.pid).cpu_times()
    return times.user + times.system


def memory(process: subprocess.Popen) -> int:
    """Bytes of resident memory, of the process and what it started."""
    parent = psutil.Process(process.pid)
    return sum(p.memory_info().rss for p in [parent, *parent.children(recursive=True)])
