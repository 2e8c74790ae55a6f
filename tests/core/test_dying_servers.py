"""A worker beside servers of its own, which are killed and frozen under it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psycopg
import pytest

from embedded.places import Place
from embedded.postgres import Postgres
from embedded.valkey import Valkey
from tests.core.worker import Worker


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    one = Place(tmp_path_factory.mktemp("dying"))
    yield one
    shutil.rmtree(one.sockets, ignore_errors=True)


@pytest.fixture(scope="module")
def postgres(place):
    server = Postgres(place)
    server.start()
    environment = os.environ | {"DATABASE_URL": server.url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    subprocess.run([sys.executable, "manage.py", "migrate", "--run-syncdb", "-v0"], env=environment, check=True)
    yield server
    server.stop()


@pytest.fixture
def valkey(place):
    server = Valkey(place)
    server.start()
    yield server
    with suppress(ProcessLookupError):
        os.kill(server.process.pid, signal.SIGCONT)
    server.stop()


@pytest.fixture
def worker(tmp_path, postgres, valkey):
    log = tmp_path / "worker.log"
    with log.open("wb") as file:
        one = Worker(file, database=postgres.url, redis=valkey.url)
    yield one
    one.stop()
    print(log.read_text()[-3000:])


def seconds_until_handled(postgres, eventually, **patience):
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        [key] = connection.execute(
            "INSERT INTO sending_reminder (handled, fault, handled_by) VALUES (0, '', '') RETURNING id"
        ).fetchone()
        started = time.monotonic()
        question = "SELECT handled = 1 FROM sending_reminder WHERE id = %s"
        eventually(lambda: connection.execute(question, [key]).fetchone()[0], **patience)
        return time.monotonic() - started


def test_the_sweeps_come_back_with_the_database(worker, postgres, eventually):
    seconds_until_handled(postgres, eventually, seconds=40)

    postgres.kill()
    eventually(lambda: not postgres.ready())
    time.sleep(2)
    postgres.spawn()
    assert postgres.wait_ready(30)

    assert seconds_until_handled(postgres, eventually) < 5
    assert worker.process.poll() is None


@pytest.mark.requirement("L-04")
def test_the_sweeps_go_on_while_redis_is_frozen_or_dead(worker, postgres, valkey, eventually):
    seconds_until_handled(postgres, eventually, seconds=40)

    os.kill(valkey.process.pid, signal.SIGSTOP)
    assert seconds_until_handled(postgres, eventually) < 2
    os.kill(valkey.process.pid, signal.SIGCONT)
    valkey.kill()
    assert seconds_until_handled(postgres, eventually) < 2
    assert worker.process.poll() is None


def test_health_answers_while_redis_is_frozen(client, db, settings, valkey):
    settings.REDIS_URL = valkey.url
    assert client.get("/health/ready").json()["redis"]["ok"]

    os.kill(valkey.process.pid, signal.SIGSTOP)
    started = time.monotonic()
    answer = client.get("/health/ready")

    assert time.monotonic() - started < 3
    assert answer.status_code == 503
    assert answer.json()["database"]["ok"]
