import socket
import time
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.db.models.functions import Now

from core import health
from tests.core.sending.models import Reminder


def test_alive_needs_no_database(client):
    """Without the db fixture any query raises."""
    assert client.get("/health/live").status_code == 200


def test_ready_names_every_kind(client, db):
    answer = client.get("/health/ready")
    assert answer.status_code == 200
    assert answer.json()["status"] == "green"
    assert {"reminders", "reactions", "texts", "jobs"} <= answer.json()["due"].keys()


@pytest.mark.parametrize(("age", "status"), [(30, 200), (90, 503)])
def test_an_old_due_row_turns_it_red(client, db, age, status):
    Reminder.objects.create(due_at=Now() - timedelta(seconds=age))
    answer = client.get("/health/ready")
    assert answer.status_code == status
    assert age <= answer.json()["due"]["reminders"]["oldest_seconds"] < age + 5


def test_no_database_turns_it_red_without_details(client, db, monkeypatch):
    def away(*args):
        raise OperationalError("connection to 10.0.0.7 as helpdesk failed")

    monkeypatch.setattr(health, "oldest_due", away)
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert not answer.json()["database"]["ok"]
    assert "10.0.0.7" not in answer.text


def test_no_redis_turns_it_red(client, db, settings):
    settings.REDIS_URL = "unix:///nowhere/valkey"
    answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.json()["database"]["ok"]
    assert not answer.json()["redis"]["ok"]


def test_a_redis_that_accepts_and_never_answers_is_noticed_in_time(client, db, settings):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        started = time.monotonic()
        answer = client.get("/health/ready")
    assert answer.status_code == 503
    assert time.monotonic() - started < 3


def test_only_reading(client):
    assert client.post("/health/live").status_code == 405
    assert client.post("/metrics").status_code == 405


def test_metrics_tell_the_lateness(client, db):
    Reminder.objects.create(due_at=Now() - timedelta(seconds=90))
    text = client.get("/metrics").text
    line = next(line for line in text.splitlines() if line.startswith('helpdesk_oldest_due_seconds{kind="reminders"}'))
    assert 90 <= float(line.split()[1]) < 95
    assert 'helpdesk_reactions{state="given_up"} 0.0' in text


def test_metrics_survive_the_database(client, db, monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr("core.metrics.oldest_due", away)
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert "python_info" in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [({}, 401), ({"authorization": "Bearer wrong"}, 401), ({"authorization": "Bearer figures"}, 200)],
)
def test_a_token_closes_the_metrics(client, db, settings, headers, status):
    settings.METRICS_TOKEN = "figures"
    assert client.get("/metrics", headers=headers).status_code == status
