"""What push services of browsers answer: pywebpush as it is, a local push service that reads what it sent."""

import json
from functools import partial

import pytest

from core.sends import State
from embedded.providers import webpush
from notifications.models import Device

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R102")]


@pytest.fixture
def service(settings):
    server = webpush.WebPush().start()
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    yield server
    server.stop()


@pytest.fixture
def browser_of_dave(service, dave):
    subscription = service.subscribe()
    Device.register(kind="webpush", platform="web", address=json.dumps(subscription.words), customer=dave)
    return subscription


@pytest.fixture
def told(told_by_push, browser_of_dave, service):
    """`told(fault)`: the notification and its push."""
    return partial(told_by_push, service)


def sms_of(notification) -> int:
    return notification.steps.filter(channel="sms").count()


def test_a_push_arrives_encrypted_for_this_browser_and_signed_by_us(told, service, browser_of_dave):
    notification, push = told()

    taken = service.ledger[0]
    assert push.state == State.ACCEPTED and push.provider_id.endswith(taken["id"])
    assert taken["target"] == browser_of_dave.id
    assert taken["payload"]["title"] == "Paid 5 EUR"
    assert taken["payload"]["receipt"].startswith(push.reference.hex)
    assert taken["headers"]["Topic"] == notification.public_id.hex
    assert taken["headers"]["Urgency"] == "high"
    assert 86_000 < int(taken["headers"]["TTL"]) <= 86_400


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_has_ended_is_buried_and_the_sms_goes_at_once(told, status):
    notification, push = told(webpush.fault(status))

    assert push.state == State.FAILED and push.error == "unregistered"
    assert not Device.objects.live().exists()
    assert sms_of(notification) == 1


def test_a_refused_payload_buries_nobody(told):
    for status in (400, 413):
        notification, push = told(webpush.fault(status))
        assert push.state == State.FAILED and push.error == f"webpush: {status}"
        assert Device.objects.live().exists()
        assert sms_of(notification) == 1


@pytest.mark.requirement("F-12")
@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_a_passing_fault_is_tried_again_when_the_service_says(told, status):
    notification, push = told(webpush.fault(status, Retry_After="120"))

    assert push.state == State.ARMED and push.attempts == 1
    assert 110 < (push.due_at - push.called_at).total_seconds() < 125
    assert sms_of(notification) == 0


@pytest.mark.requirement("F-12")
def test_a_key_that_the_service_does_not_take_is_told_to_the_log(told, caplog):
    _, push = told(webpush.fault(403))

    assert push.state == State.ARMED and push.error == "webpush: 403"
    assert Device.objects.live().exists()
    assert "push_credentials_refused" in caplog.text


@pytest.mark.requirement("F-12")
@pytest.mark.parametrize("fault", [webpush.LOST, webpush.RESET])
def test_a_lost_answer_stays_unclear_and_the_cascade_goes_on_by_its_deadline(told, pass_time, fault):
    notification, push = told(fault)
    assert push.state == State.CALLING
    type(push).objects.filter(pk=push.pk).update(due_at=push.called_at)
    pass_time(notification, 5)

    push.refresh_from_db()
    assert push.state == State.UNKNOWN
    assert sms_of(notification) == 1


@pytest.mark.requirement("F-12")
def test_a_service_that_is_away_is_certain_not_to_have_taken_it(told, service):
    service.stop()
    _, push = told()

    assert push.state == State.ARMED and push.error == "webpush: broken"


def test_no_push_goes_into_our_own_network(told, service, settings):
    settings.OUTGOING_ALLOWED_NETWORKS = []
    notification, push = told()

    assert push.state == State.FAILED and push.error == "webpush: private"
    assert service.ledger == []
    assert sms_of(notification) == 1
