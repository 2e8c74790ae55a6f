"""What Firebase answers, and what becomes of the step and of the device: the SDK as it is, a local Firebase."""

import json
from functools import partial

import pytest
from django.conf import settings as installed

from core.sends import State
from core.sweeps.claiming import run_due
from embedded.providers import fcm
from notifications.models import Device, Notification
from notifications.notifying import notify

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R102")]
SAMPLES = installed.BASE_DIR.parent / "shared/data/payloads/fcm"


@pytest.fixture
def firebase(settings):
    server = fcm.Fcm().start()
    settings.FIREBASE_CREDENTIALS, settings.FCM_URL = server.credentials, server.url
    yield server
    server.stop()


@pytest.fixture
def told(told_by_push, phone_of_dave, firebase):
    """`told(fault)`: the notification and its push."""
    return partial(told_by_push, firebase)


def is_alive(device) -> bool:
    return Device.objects.live().filter(pk=device.pk).exists()


def sms_of(notification) -> int:
    return notification.steps.filter(channel="sms").count()


def test_a_push_reaches_firebase_with_all_that_the_app_needs(told, firebase, phone_of_dave):
    notification, push = told()

    taken = firebase.ledger[0]
    assert push.state == State.ACCEPTED and push.provider == "fcm"
    assert push.provider_id == taken["id"]
    assert taken["token"] == "token-of-dave"
    assert taken["data"]["notification_id"] == str(notification.public_id)
    assert taken["data"]["receipt"].startswith(push.reference.hex)
    assert taken["data"]["receipt_url"].endswith("/push/receipt")
    assert taken["android"]["priority"] == "high"
    assert 86_000 < float(taken["android"]["ttl"].rstrip("s")) <= 86_400
    assert taken["apns"]["headers"]["apns-collapse-id"] == str(notification.public_id)
    assert taken["apns"]["payload"]["aps"]["mutable-content"] == 1
    assert "notification" not in taken


def test_what_waits_its_turn_wakes_no_phone(told, firebase, payment):
    payment.purpose = "advert"
    payment.save()
    told()

    assert firebase.ledger[0]["android"]["priority"] == "normal"
    assert firebase.ledger[0]["apns"]["headers"]["apns-priority"] == "5"


@pytest.mark.parametrize(
    ("name", "because"),
    [("unregistered", "unregistered"), ("sender mismatch", "wrong_sender"), ("invalid token", "invalid_token")],
)
def test_a_dead_device_is_buried_and_the_sms_goes_at_once(told, phone_of_dave, name, because):
    notification, push = told(fcm.fault(name))

    assert push.state == State.FAILED and push.error == because
    assert not is_alive(phone_of_dave)
    assert sms_of(notification) == 1


def test_a_fault_of_the_message_buries_nobody(told, phone_of_dave):
    for name in ("invalid field", "too big"):
        notification, push = told(fcm.fault(name))
        assert push.state == State.FAILED and push.error == "fcm: 400"
        assert is_alive(phone_of_dave)
        assert sms_of(notification) == 1


@pytest.mark.requirement("F-12")
@pytest.mark.parametrize("name", ["internal", "bad gateway", "unavailable", "quota"])
def test_a_passing_fault_is_tried_again_later_and_only_once_a_time(told, firebase, phone_of_dave, name):
    notification, push = told(fcm.fault(name), None)

    assert push.state == State.ARMED
    assert push.attempts == 1 and len(firebase.faults.next) == 1
    assert sms_of(notification) == 0
    type(push).objects.filter(pk=push.pk).update(due_at=push.armed_at)
    run_due()
    assert [each["target"] for each in firebase.ledger] == ["token-of-dave"]


@pytest.mark.requirement("F-12")
def test_a_busy_provider_is_asked_again_when_it_says(told):
    _, push = told(fcm.fault("quota", Retry_After="120"))

    assert 110 < (push.due_at - push.called_at).total_seconds() < 125


@pytest.mark.requirement("F-12")
@pytest.mark.parametrize("name", ["bad oauth", "third party auth"])
def test_wrong_credentials_of_ours_are_told_to_the_log_and_tried_again(told, phone_of_dave, caplog, name):
    fault = fcm.fault(name)
    _, push = told(fault, fault, fault)

    assert push.state == State.ARMED and push.error == "fcm: 401"
    assert is_alive(phone_of_dave)
    assert "push_credentials_refused" in caplog.text


@pytest.mark.requirement("F-12")
def test_without_an_access_token_nothing_leaves(told, firebase):
    firebase.token_fault = fcm.fault("internal")
    _, push = told()

    assert push.state == State.ARMED and push.called_at is None
    assert push.error == "fcm: no access token"


@pytest.mark.requirement("F-12")
@pytest.mark.parametrize("fault", [fcm.LOST, fcm.RESET])
def test_a_lost_answer_stays_unclear_and_the_cascade_goes_on_by_its_deadline(told, firebase, pass_time, fault):
    notification, push = told(fault)
    assert push.state == State.CALLING
    type(push).objects.filter(pk=push.pk).update(due_at=push.called_at)
    pass_time(notification, 5)

    push.refresh_from_db()
    assert push.state == State.UNKNOWN
    assert sms_of(notification) == 1
    assert len(firebase.ledger) == (1 if fault.accepts else 0)


@pytest.mark.requirement("F-12")
def test_a_closed_door_is_certain_not_to_have_let_anything_through(told, firebase, settings):
    settings.FCM_URL = "http://127.0.0.1:9"
    _, push = told()

    assert push.state == State.ARMED and push.error == "fcm: no connection"


def test_nobody_is_told_what_was_meant_for_who_used_the_device_before(payment, dave, eve, phone_of_dave, firebase):
    notification = notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test")
    Device.register(kind="fcm", platform="android", address="token-of-dave", customer=eve)
    run_due()

    assert firebase.ledger == []
    assert notification.steps.get(channel="push").error == "unregistered"


def test_without_an_account_the_ledger_says_so(payment, dave, phone_of_dave):
    notification = notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test")

    assert notification.steps.get(channel="push").error == "no_provider"


# File of the samples -> the step's state, and whether the device lives on.
HANDLED = {
    "200_ok": (State.ACCEPTED, True),
    "400_invalid_argument_field": (State.FAILED, True),
    "400_invalid_token": (State.FAILED, False),
    "401_bad_oauth": (State.ARMED, True),
    "401_third_party_auth_error": (State.ARMED, True),
    "403_sender_id_mismatch": (State.FAILED, False),
    "404_no_details": (State.FAILED, True),
    "404_unregistered": (State.FAILED, False),
    "429_quota_exceeded": (State.ARMED, True),
    "500_internal": (State.ARMED, True),
    "502_html": (State.ARMED, True),
    "503_unavailable": (State.ARMED, True),
}


@pytest.mark.requirement("F-12")
def test_every_sample_is_handled(told, firebase, phone_of_dave, monkeypatch):
    if not SAMPLES.is_dir():
        pytest.skip(f"no samples of Firebase's answers in {SAMPLES}")
    assert {path.stem for path in SAMPLES.glob("*.json")} == set(HANDLED)
    for name, (state, alive) in HANDLED.items():
        Device.objects.update(dead_at=None)
        Notification.objects.all().delete()
        words = json.loads((SAMPLES / f"{name}.json").read_text())
        status = int(name.split("_")[0])
        fault = fcm.Fault(name, status)
        monkeypatch.setitem(fcm.ANSWERS, name, words.get("raw_body", words))
        _, push = told(fault, fault, fault)
        assert (name, push.state, is_alive(phone_of_dave)) == (name, state, alive)


@pytest.mark.requirement("F-12")
@pytest.mark.parametrize(
    ("status", "words", "state"),
    [
        (500, {"error": None}, State.ARMED),
        (503, {"error": []}, State.ARMED),
        (400, {"error": "invalid_grant"}, State.FAILED),
        (404, {"error": {"status": "NOT_FOUND", "details": None}}, State.FAILED),
        (200, {"name": None}, State.CALLING),
        (200, {"name": 5}, State.CALLING),
    ],
)
def test_an_answer_whose_body_is_nonsense_is_judged_by_its_status(
    told, phone_of_dave, monkeypatch, status, words, state
):
    monkeypatch.setitem(fcm.ANSWERS, "nonsense", words)
    _, push = told(fcm.Fault("nonsense", status))
    assert (push.state, is_alive(phone_of_dave)) == (state, True)
