"""A real Celery worker on the test database, with or without a broker."""

import os
import signal
import subprocess
import sys
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

NO_BROKER = "unix:///nowhere/valkey"


def database_url() -> str:
    place = connection.settings_dict
    options = {key: value for key, value in place["OPTIONS"].items() if key == "host"}
    netloc = f"{place['USER']}:{place['PASSWORD']}@{place['HOST']}"
    netloc += f":{place['PORT']}" if place["PORT"] else ""
    return f"postgres://{netloc}/{place['NAME']}?{urlencode(options)}"


class Worker:
    def __init__(self, log, *, pool="threads", redis=NO_BROKER, database=None, **environment):
        command = ["-m", "celery", "-A", "helpdesk", "worker", "-P", pool, "-c", "2"]
        self.process = subprocess.Popen(
            [sys.executable, *command, "--without-gossip", "--without-mingle", "--without-heartbeat"],
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "tests.settings",
                "DATABASE_URL": database or database_url(),
                "REDIS_URL": redis,
                "ENCRYPTION_KEYS": ",".join(settings.ENCRYPTION_KEYS),
            }
            | environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    @property
    def pid(self):
        return self.process.pid

    def kill(self):
        """Without a word to anybody: the whole group, as the machine's failure would."""
        os.killpg(self.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=8)
            except subprocess.TimeoutExpired:
                self.kill()
