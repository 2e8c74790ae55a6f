from threading import Barrier

import psycopg
import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import override_settings
from django.urls import include, path


@login_not_required
def broken(request):
    raise OperationalError("connection to 10.0.0.7 refused")


@login_not_required
def fine(request):
    return HttpResponse("fine")


# core's own as well: the page that tells of a fault wears its styles
urlpatterns = [path("broken/", broken), path("fine/", fine), path("", include("core.urls"))]


@pytest.fixture(autouse=True)
def _these_pages():
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_a_script_is_told_to_come_again(client):
    answer = client.post("/broken/", {"text": "hello"}, headers={"accept": "application/json"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "3"
    assert answer.json()["error"]["code"] == "unavailable"
    assert "10.0.0.7" not in answer.text


def test_a_page_is_not_replaced_by_the_sentence(client):
    answer = client.get("/broken/", headers={"accept": "text/html"})
    assert answer.status_code == 503
    assert answer["HX-Reswap"] == "none"


def test_who_opens_a_page_meanwhile_gets_one_in_our_look(client):
    answer = client.get("/broken/", headers={"accept": "text/html"})
    assert answer["Content-Type"].startswith("text/html") and "We are away for a moment" in answer.text
    partial = client.get("/broken/", headers={"accept": "text/html", "HX-Request": "true"})
    assert "<" not in partial.text


def test_an_outage_in_other_middleware_counts_as_well(client, monkeypatch):
    def away(self, *args):
        raise OperationalError

    monkeypatch.setattr("django.middleware.common.CommonMiddleware.process_request", away)
    client.raise_request_exception = False
    assert client.get("/fine/").status_code == 503


def test_other_faults_are_not_outages(client, monkeypatch):
    monkeypatch.setattr("django.middleware.common.CommonMiddleware.process_request", lambda *args: 1 / 0)
    client.raise_request_exception = False
    assert client.get("/fine/").status_code == 500


@pytest.mark.django_db(transaction=True)
def test_connections_that_died_together_are_forgotten_together(client, at_once, monkeypatch):
    """As after a restart of PostgreSQL: one request finds out, the next one has a living connection."""
    meeting = Barrier(6)

    def hold(number):
        connection.ensure_connection()
        meeting.wait(20)

    at_once(6, hold)
    connection.close()
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND state = 'idle' AND backend_type = 'client backend'"
        )
    monkeypatch.setattr(connection.pool, "timeout", 2)

    client.get("/broken/")

    connection.ensure_connection()
    assert connection.is_usable()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_has_closed_is_taken_by_nobody():
    pids = set()
    for _ in range(3):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pids.add(cursor.fetchone()[0])
        connection.close()
    with psycopg.connect(**connection.get_connection_params() | {"autocommit": True}) as other:
        for pid in pids:
            other.execute("SELECT pg_terminate_backend(%s, 3000)", [pid])

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] not in pids
