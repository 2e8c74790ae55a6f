"""The device's own proof, as it comes over HTTP."""

import pytest
from django.test import Client

from core import limits as core_limits
from core.sweeps.claiming import run_due
from notifications.models import Step
from notifications.notifying import notify
from notifications.push import limits
from notifications.receipts import receipt_for

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R104")]


@pytest.fixture(autouse=True)
def _counted_here(monkeypatch):
    monkeypatch.setattr(core_limits.breaker, "allows", lambda: False)
    core_limits._local().storage.reset()


@pytest.fixture
def push(payment, dave, phone_of_dave, number_of_dave, console):
    notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test")
    run_due()
    return Step.objects.get(channel="push")


@pytest.fixture
def send():
    """As a worker of another site does: no cookie, no token against forgery, though they would be asked for."""
    client = Client(enforce_csrf_checks=True)

    def post(body):
        return client.post("/push/receipt", body, content_type="application/json", headers={"Origin": "https://a.test"})

    return post


def test_a_receipt_proves_the_push(send, push):
    answer = send({"receipt": receipt_for(push), "event": "delivered"})

    push.refresh_from_db()
    assert answer.status_code == 204 and answer["Access-Control-Allow-Origin"] == "*"
    assert not answer.cookies
    assert push.receipt_at and not push.opened_at
    assert push.notification.state == "delivered"


def test_opening_proves_it_as_well(send, push):
    send({"receipt": receipt_for(push), "event": "opened"})

    push.refresh_from_db()
    assert push.opened_at and push.receipt_at


def test_a_repeat_does_no_harm(send, push):
    send({"receipt": receipt_for(push), "event": "delivered"})
    first = Step.objects.get(pk=push.pk).receipt_at
    assert send({"receipt": receipt_for(push), "event": "delivered"}).status_code == 204
    assert Step.objects.get(pk=push.pk).receipt_at == first


@pytest.mark.parametrize("forge", [lambda receipt: receipt[:-1] + "x", lambda receipt: "", lambda receipt: 1])
def test_what_we_have_not_signed_changes_nothing(send, push, forge):
    answer = send({"receipt": forge(receipt_for(push)), "event": "delivered"})

    push.refresh_from_db()
    assert answer.status_code == 403
    assert push.receipt_at is None and push.state == "accepted"


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"receipt": "a", "event": "sold"}', '{"receipt": "a", "event": []}'])
def test_what_is_no_receipt_is_refused(send, body):
    assert send(body).status_code == 400


def test_a_large_body_is_not_read(send):
    assert send(" " * 2000).status_code == 413


def test_any_page_may_ask_before_it_sends(client):
    answer = client.options("/push/receipt", headers={"Origin": "https://a.test"})
    assert answer.status_code == 204
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "content-type" in answer["Access-Control-Allow-Headers"]


def test_who_forges_too_much_has_to_wait(send, push):
    for _ in range(limits.FORGERIES.item.amount):
        send({"receipt": "forged", "event": "delivered"})

    answer = send({"receipt": receipt_for(push), "event": "delivered"})
    assert answer.status_code == 429 and int(answer["Retry-After"]) >= 1
