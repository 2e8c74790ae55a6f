"""A helpdesk of the tests' own: PostgreSQL, Valkey, a web process and a worker, each to be killed and started again."""

import json
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

from embedded import processes
from embedded.places import ROOT, Place
from embedded.postgres import Postgres
from embedded.running import THROWAWAY
from embedded.servers import variables
from embedded.supervisor import Program
from embedded.valkey import Valkey
from tests.browser.serving import free_port, wait_until

SETTINGS = {**THROWAWAY, "shared_buffers": "64MB"}
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class House:
    """Everything of one installation. `kill` and `spawn` take the names of its parts."""

    def __init__(self, place: Place):
        self.place = place
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.postgres, self.valkey = Postgres(place, SETTINGS), Valkey(place)
        self.env = self._environment()
        self.web, self.worker = (self._program(name) for name in ("web", "worker"))
        self.parts = {part.name: part for part in (self.postgres, self.valkey, self.web, self.worker)}

    def _environment(self) -> dict[str, str]:
        return {
            **variables(self.place, []),
            "DATABASE_URL": self.postgres.url,
            "REDIS_URL": self.valkey.url,
            "DJANGO_SETTINGS_MODULE": "helpdesk.settings",
            "MEDIA_ROOT": str(self.place.data / "media"),
            "PUBLIC_URL": self.url,
            "PORT": str(self.port),
            "BIND": "127.0.0.1",
            "ALLOWED_HOSTS": "127.0.0.1",
            "DEBUG": "0",
            "UNDO_SEND_SECONDS": "0",
            "WORKER_POOL": "threads",
            "WORKER_CONCURRENCY": "2",
        }

    def _program(self, name: str) -> Program:
        return Program(name, [ROOT / "bin" / name], self.place.logs / f"{name}.log", self.env, ROOT)

    def start(self) -> None:
        self.postgres.start()
        self.valkey.start()
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], env=self.env, cwd=ROOT, check=True)
        self.spawn("web", "worker")
        self.wait_ready()

    def stop(self) -> None:
        self.valkey.thaw()
        self.kill("web", "worker", "valkey", "postgres")

    def kill(self, *names: str) -> None:
        """As the kernel would: -9, with everything each has started, and no goodbye."""
        for name in names:
            if process := self.parts[name].process:
                _kill_tree(process)

    def spawn(self, *names: str) -> None:
        for name in names:
            self.parts[name].spawn()

    def ready(self, *names: str) -> bool:
        return all(getattr(self, f"_{name}_ready")() for name in names or self.parts)

    def wait_ready(self, *names: str) -> None:
        wait_until(lambda: self.ready(*names), what=f"readiness of {names or 'the house'}\n{self.last_words()}")

    def _postgres_ready(self) -> bool:
        return self.postgres.ready()

    def _valkey_ready(self) -> bool:
        return self.valkey.ready()

    def _web_ready(self) -> bool:
        return self.get("/health/live")[0] == 200

    def _worker_ready(self) -> bool:
        return self.worker.process.poll() is None

    def get(self, path: str, *, headers: dict | None = None) -> tuple[int, bytes]:
        """Status and body; 0 where nobody answers."""
        try:
            with DIRECTLY.open(urllib.request.Request(self.url + path, headers=headers or {}), timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()
        except OSError:
            return 0, b""

    def health(self) -> dict:
        status, body = self.get("/health/ready")
        return json.loads(body) if status in (200, 503) else {"status": "dead"}

    def healthy(self) -> bool:
        return self.health()["status"] == "green"

    def rows(self, sql: str, *values) -> list[tuple]:
        """Asked with a connection of its own each time, for the last one may have been killed."""
        with psycopg.connect(self.postgres.url, connect_timeout=3) as connection:
            return connection.execute(sql, values).fetchall()

    def last_words(self) -> str:
        logs = (part.log for part in self.parts.values())
        return "\n".join(f"--- {log.name}\n{_shortened(processes.tail(log, 8))}" for log in logs)


class Driver:
    """Does with the house's database what a colleague elsewhere would; `driver.reply(...)` runs it in its process."""

    def __init__(self, house: House, **env: str):
        self.log = house.place.logs / "driver.log"
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.driver"],
                env=house.env | env,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
                preexec_fn=processes.leash(),
            )

    def __getattr__(self, verb: str):
        return lambda **values: self._ask(verb, values)

    def _ask(self, verb: str, values: dict):
        self.process.stdin.write(json.dumps([verb, values]) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, f"the driver is gone:\n{processes.tail(self.log)}"
        said = json.loads(answer)
        assert "error" not in said, said["error"]
        return said["value"]

    def stop(self) -> None:
        processes.kill_group(self.process)


class Monitor:
    """Asks /health/ready over and over, and remembers when it said what."""

    def __init__(self, house: House):
        self.house = house
        self.seen: list[tuple[float, float, str]] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Monitor":
        self._thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._over.set()
        self._thread.join(15)

    def _watch(self) -> None:
        while not self._over.wait(0.5):
            asked, said = time.monotonic(), self.house.health()["status"]
            self.seen.append((asked, time.monotonic(), said))

    def between(self, start: float, end: float) -> list[str]:
        """What was asked and answered in that time."""
        return [said for asked, answered, said in self.seen if start <= asked and answered <= end]


def _shortened(text: str) -> str:
    return "\n".join(line[:200] for line in text.splitlines())


def _kill_tree(process: subprocess.Popen) -> None:
    # PostgreSQL's backends lead groups of their own, which the group's signal would not reach.
    victims = []
    with suppress(psutil.NoSuchProcess):
        root = psutil.Process(process.pid)
        victims = [root, *root.children(recursive=True)]
    for victim in victims:
        with suppress(psutil.NoSuchProcess):
            victim.kill()
    process.wait()
    psutil.wait_procs(victims[1:], timeout=5)


def log_folder() -> Path:
    folder = Path("test-results")
    folder.mkdir(exist_ok=True)
    return folder
