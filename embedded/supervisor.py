"""Keeps a handful of processes running: starts them in order, restarts what dies, stops everything at once."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from embedded import processes

FIRST_PAUSE, LONGEST_PAUSE = 0.25, 10.0
STEADY_AFTER = 30
HASTY = 5  # seconds; what died sooner has its reason at the end of its log


class Service(Protocol):
    name: str
    stop_signal: signal.Signals
    process: subprocess.Popen[bytes] | None

    @property
    def log(self) -> Path: ...

    def spawn(self) -> None: ...


@dataclass
class Program:
    """A program of ours: the web server, the worker."""

    name: str
    command: list[str | Path]
    log: Path
    env: dict[str, str]
    cwd: Path
    stop_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None

    def spawn(self) -> None:
        self.process = processes.spawn(self.command, log=self.log, env=self.env, cwd=self.cwd)


@dataclass
class Watched:
    service: Service
    started: float = 0.0
    pause: float = FIRST_PAUSE
    again_at: float | None = None


@dataclass
class Supervisor:
    watched: list[Watched] = field(default_factory=list)
    tell: Callable[[str, str], None] = lambda name, text: print(f"{name:>9} | {text}", file=sys.stderr, flush=True)

    def adopt(self, service: Service) -> None:
        """Takes over a service; starts it where nobody did yet."""
        if service.process is None:
            service.spawn()
        self.watched.append(Watched(service, started=time.monotonic()))

    def check(self) -> None:
        """Restarts whatever died, later each time it dies soon again."""
        for watched in self.watched:
            process = watched.service.process
            if watched.again_at is not None:
                if time.monotonic() >= watched.again_at:
                    self._restart(watched)
            elif process is not None and process.poll() is not None:
                self._mourn(watched, process)

    def _mourn(self, watched: Watched, process: subprocess.Popen[bytes]) -> None:
        processes.kill_group(process)
        now = time.monotonic()
        if now - watched.started > STEADY_AFTER:
            watched.pause = FIRST_PAUSE
        self.tell(watched.service.name, f"{_last_words(process.returncode)}; starting it again in {watched.pause:g} s")
        if now - watched.started < HASTY:
            self.tell(
                watched.service.name, f"the end of {watched.service.log}:\n{processes.tail(watched.service.log, 5)}"
            )
        watched.again_at = now + watched.pause
        watched.pause = min(watched.pause * 2, LONGEST_PAUSE)

    def _restart(self, watched: Watched) -> None:
        watched.again_at = None
        watched.started = time.monotonic()
        watched.service.spawn()

    def restart(self, *names: str) -> None:
        self.tell("change", f"starting {' and '.join(names)} again")
        chosen = [watched for watched in self.watched if watched.service.name in names]
        stop_together([watched.service for watched in chosen], patience=3)
        for watched in chosen:
            self._restart(watched)

    def run(self, each: Callable[[], None] | None = None) -> None:
        while True:
            self.check()
            if each:
                each()
            time.sleep(0.1)

    def stop(self) -> None:
        """Clients first, then the servers they need: within ten seconds, whatever hangs."""
        services = [watched.service for watched in self.watched]
        stop_together([service for service in services if isinstance(service, Program)], patience=4)
        stop_together([service for service in services if not isinstance(service, Program)], patience=4)


def stop_together(services: list[Service], *, patience: float) -> None:
    running = [(service, service.process) for service in services if service.process is not None]
    for service, process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)  # a frozen one hears nothing
            process.send_signal(service.stop_signal)
    processes.wait_until(lambda: all(process.poll() is not None for _, process in running), patience=patience)
    for _, process in running:
        processes.kill_group(process)


def _last_words(code: int) -> str:
    return f"killed by signal {-code}" if code < 0 else f"ended with code {code}"
