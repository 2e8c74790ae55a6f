"""PostgreSQL from the wheel, on a private unix socket."""

import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from embedded import binaries, places, processes
from embedded.places import Place

# The builtin provider knows Cyrillic letters without the machine's locales; pg_trgm ignores them otherwise.
INITDB = (
    "--username=helpdesk",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=PG_UNICODE_FAST",
    "--locale=C.UTF-8",
    "--auth=trust",
    "--no-instructions",
)
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "4GB",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "jit": "off",
    "random_page_cost": "1.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Statements, parameters and details hold message texts, which no log may have.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "logging_collector": "off",
    "unix_socket_permissions": "0700",
}


@dataclass
class Postgres:
    place: Place
    settings: dict[str, str] = field(default_factory=dict)
    leashed: bool = True
    process: subprocess.Popen[bytes] | None = None

    name = "postgres"
    stop_signal = signal.SIGINT  # fast shutdown: SIGTERM would wait for every client to leave

    @property
    def data(self) -> Path:
        return self.place.servers / "postgres"

    @property
    def log(self) -> Path:
        return self.place.logs / "postgres.log"

    @property
    def url(self) -> str:
        return self.database_url("helpdesk")

    def database_url(self, database: str) -> str:
        return f"postgres://helpdesk@/{database}?host={self.place.sockets}"

    def start(self) -> None:
        self.place.make()
        if not (self.data / "PG_VERSION").exists():
            self._create()
        self.spawn()
        if not self.wait_ready(60):
            raise SystemExit(f"PostgreSQL did not start; the end of {self.log}:\n{processes.tail(self.log)}")
        self._create_database()

    def spawn(self) -> None:
        settings = {**SETTINGS, "unix_socket_directories": str(self.place.sockets), **self.settings}
        command: list[str | Path] = [binaries.postgres("postgres"), "-D", self.data]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self.process = processes.spawn(
            command,
            log=self.log,
            user=places.server_user(),
            env={"LC_ALL": "C.UTF-8"},
            on_our_death=signal.SIGINT,
            leashed=self.leashed,
        )

    def _create(self) -> None:
        half = places.own(self.data.with_name("postgres.new"))
        for leftover in half.iterdir():
            _remove(leftover)
        command: list[str | Path] = [binaries.postgres("initdb"), *INITDB, "-D", half]
        done = processes.spawn(command, log=self.log, user=places.server_user(), env={"LC_ALL": "C.UTF-8"})
        if done.wait():
            raise SystemExit(f"initdb failed; the end of {self.log}:\n{processes.tail(self.log)}")
        half.rename(self.data)

    def _create_database(self) -> None:
        import psycopg

        with psycopg.connect(self.database_url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'helpdesk'").fetchone():
                connection.execute("CREATE DATABASE helpdesk")

    def ready(self) -> bool:
        import psycopg

        try:
            psycopg.connect(self.database_url("postgres"), connect_timeout=2).close()
        except psycopg.Error:
            return False
        return True

    def wait_ready(self, patience: float) -> bool:
        return processes.wait_until(self.ready, patience=patience, alive=self.alive)

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self) -> None:
        if self.process:
            processes.stop(self.process, self.stop_signal, patience=6)

    def kill(self) -> None:
        """As a power cut would; its backends notice and leave."""
        if self.process:
            processes.kill_group(self.process)


def _remove(path: Path) -> None:
    import shutil

    shutil.rmtree(path) if path.is_dir() else path.unlink()
