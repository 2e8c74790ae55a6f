"""A real server process on the test database, and a page of somebody else's site that embeds the widget."""

import os
import signal
import socket
import subprocess
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from django.conf import settings
from django.db import connection

PATIENCE = 30
# How long a server of a test may take to notice that it shall stop; half a second unless told.
SOON = 0.02


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(true, patience: float = PATIENCE, what: str = "it"):
    """Poll a condition; for what happens in another process."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if result := true():
            return result
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come true within {patience} s")


class Process:
    """One process of ours that a test may kill and start again."""

    def __init__(self, *command: str, env: dict | None = None, log=None):
        self.command, self.env, self.log = command, env or {}, log
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.env},
            stdout=self.log or subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def kill(self) -> None:
        """As the kernel would: -9, no goodbye."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()


class Web(Process):
    """The product's web process, daphne as by default or uvicorn."""

    def __init__(self, *, env: dict | None = None, log=None, server: str = "daphne", port: int | None = None):
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__(
            str(Path(settings.BASE_DIR) / "bin/web"),
            env=environment(self.url) | {"PORT": str(self.port), "HELPDESK_SERVER": server} | (env or {}),
            log=log,
        )

    def start(self) -> None:
        super().start()
        wait_until(self.answers, what="the web process")

    def answers(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"the web process ended with {self.process.returncode}")
        try:
            with urllib.request.urlopen(f"{self.url}/health/live", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False


def environment(url: str) -> dict:
    """What a process needs to work on this test's database, as the same installation."""
    address = os.environ["DATABASE_URL"]
    place, mark, query = address.partition("?")
    database = f"{place.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    return {
        "DATABASE_URL": database + mark + query,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PUBLIC_URL": url,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "MEDIA_ROOT": str(settings.MEDIA_ROOT),
        "DEBUG": "0",
        "PYTHONUNBUFFERED": "1",
    }


class HostSite:
    """Somebody's web site, of another origin than ours, with the one script tag in its page."""

    def __init__(self):
        self.page = "<!doctype html><title>Empty</title>"
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body = site.page.encode() if self.path != "/favicon.ico" else b""
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=[SOON], daemon=True).start()

    def embed(self, web_url: str, key: str, *, identity: str = "", language: str = "en", head: str = "") -> None:
        self.page = (
            f"<!doctype html><html lang='{language}'><head><meta charset='utf-8'><title>Payments</title>"
            "<meta name='viewport' content='width=device-width, initial-scale=1'>"
            f"{head}</head><body><h1>Payments</h1><p>A page of the bank.</p>"
            f"<script src='{web_url}/widget/v1.js' data-site='{key}' data-identity='{identity}' "
            f"data-language='{language}' async></script></body></html>"
        )

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
