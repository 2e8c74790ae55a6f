"""An SMS leaves once, whatever Twilio does; its callbacks settle it in whatever order they come."""

import json
import logging
import threading
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models.functions import Now

from core.sends import State
from core.sweeps.claiming import run_due
from embedded.providers.server import Fault
from embedded.providers.twilio import ACCOUNT, TOKEN, Twilio, over_http, signed
from messengers.models import Messenger, RawEvent, SmsBudget, SmsCountry
from notifications.models import Notification, OptOut, Step
from notifications.notifying import notify
from tests.messengers.posting import post

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R103")]
SAMPLES = Path(__file__).parents[3] / "shared/data/payloads/twilio"
TO = "+380441234567"


@pytest.fixture
def twilio(settings):
    """A Twilio whose callbacks wait until the test brings them."""
    server = Twilio(statuses=[]).start()
    settings.MESSENGERS = {"sms": {"account_sid": ACCOUNT, "auth_token": TOKEN, "sender": "+15551234567"}}
    settings.TWILIO_URL = server.url
    settings.PUBLIC_URL = "https://desk.example.com"
    yield server
    server.stop()


@pytest.fixture
def told(payment, dave, number_of_dave):
    def tell(amount="5 EUR", key=""):
        return notify(category=payment, customer=dave, variables={"amount": amount}, source="test", key=key)

    return tell


def sms(notification) -> Step:
    return notification.steps.get(channel="sms")


def bring(entry, *statuses):
    """What Twilio would post; then it is processed."""
    for status in statuses:
        words, headers = signed(entry, status)
        assert post(entry["callback"], words, headers).status_code == 200
    run_due()


def wait_is_over(step):
    """The call is older than any answer could be, and it is asked about now."""
    Step.objects.filter(pk=step.pk).update(due_at=Now())
    run_due()
    return Step.objects.get(pk=step.pk)


@pytest.mark.requirement("R104")
def test_an_sms_leaves_with_its_price_and_is_delivered_by_its_callback(twilio, told):
    notification = told()
    run_due()

    [entry] = twilio.ledger
    assert (entry["to"], entry["body"], entry["from"]) == (TO, "Paid 5 EUR", "+15551234567")
    step = sms(notification)
    assert (step.state, step.provider, step.country, step.segments) == (State.ACCEPTED, "twilio", "UA", 1)
    assert step.price == Decimal("0.12") and step.provider_id == entry["sid"]

    bring(entry, "queued", "sent", "delivered")
    assert sms(notification).state == State.DELIVERED
    assert Notification.objects.get().proof == "sms"


@pytest.mark.parametrize(
    "statuses",
    [
        ["delivered", "sent", "queued"],
        ["sent", "sent", "delivered", "delivered"],
        ["undelivered", "delivered"],
        ["delivered", "undelivered", "failed"],
    ],
)
def test_in_any_order_and_doubled_the_end_is_the_same(twilio, told, statuses):
    notification = told()
    run_due()
    bring(twilio.ledger[0], *statuses)

    assert (sms(notification).state, sms(notification).error) == (State.DELIVERED, "")
    assert len(twilio.ledger) == 1


@pytest.mark.parametrize(
    "words",
    [
        {"SmsSid": "SM1", "SmsStatus": "delivered"},
        {"MessageSid": "SM1", "SmsSid": "SM1", "MessageStatus": "Delivered", "SmsStatus": "Delivered"},
        {"MessageSid": "SM1" + "x" * 300, "MessageStatus": "delivered"},
        {"MessageSid": "SM\0" + "1", "MessageStatus": "delivered"},
    ],
    ids=["older names", "capitals", "too long a name", "a null"],
)
def test_a_status_is_understood_in_older_and_odder_words(twilio, told, words):
    notification = told()
    run_due()
    assert post(twilio.ledger[0]["callback"], words).status_code == 200
    run_due()
    assert sms(notification).state == State.DELIVERED


def test_what_did_not_arrive_says_why(twilio, told):
    notification = told()
    run_due()
    bring(twilio.ledger[0], "sent", "undelivered", "sent")

    assert (sms(notification).state, sms(notification).error) == (State.FAILED, "unreachable_number")
    assert Notification.objects.get().state == Notification.State.FAILED


def test_neither_text_nor_number_reaches_a_log(twilio, told, caplog):
    caplog.set_level(logging.DEBUG)
    twilio.faults.next = [AFTER_ACCEPTING]
    wait_is_over(sms(told()))
    wait_is_over(sms(Notification.objects.get()))

    assert len(twilio.ledger) == 1 and caplog.records
    assert "5 EUR" not in caplog.text and TO[1:] not in caplog.text


def test_callbacks_come_back_over_http_while_nobody_waits(transactional_db, live_server, settings, told):
    """All of it for real: their SDK, a server of theirs and one of ours, and a signature over the public address."""
    came = threading.Semaphore(0)
    server = Twilio(every=0, carrier=lambda *callback: (over_http(*callback), came.release())).start()
    settings.MESSENGERS = {"sms": {"account_sid": ACCOUNT, "auth_token": TOKEN, "sender": "Heron"}}
    settings.TWILIO_URL, settings.PUBLIC_URL = server.url, live_server.url
    try:
        notification = told()
        run_due()
        assert all(came.acquire(timeout=20) for _ in range(3))
        run_due()
    finally:
        server.stop()

    assert sms(notification).state == State.DELIVERED and RawEvent.objects.count() == 3


AFTER_ACCEPTING = Fault("timeout after accepting", accepts=True)
RESET = Fault("reset")


@pytest.mark.requirement("L-12")
def test_an_sms_whose_answer_was_lost_is_found_and_not_sent_again(twilio, told):
    twilio.faults.next = [AFTER_ACCEPTING]
    notification = told()
    run_due()
    assert sms(notification).state == State.CALLING

    step = wait_is_over(sms(notification))
    assert (step.state, step.provider_id) == (State.ACCEPTED, twilio.ledger[0]["sid"])
    assert len(twilio.ledger) == 1


def test_its_callback_settles_it_before_anybody_asks(twilio, told):
    twilio.faults.next = [AFTER_ACCEPTING]
    notification = told()
    run_due()
    bring(twilio.ledger[0], "queued")
    assert sms(notification).state == State.ACCEPTED

    bring(twilio.ledger[0], "delivered")
    assert (sms(notification).state, len(twilio.ledger)) == (State.DELIVERED, 1)


def test_one_that_never_arrived_there_goes_again_after_two_looks(twilio, told):
    twilio.faults.next = [RESET]
    notification = told()
    run_due()
    wait_is_over(sms(notification))
    assert len(twilio.ledger) == 0

    wait_is_over(sms(notification))
    run_due()
    assert (sms(notification).state, len(twilio.ledger)) == (State.ACCEPTED, 1)


def test_another_sms_of_the_same_words_is_not_taken_for_it(twilio, told):
    """Both answers are lost; each finds its own, and neither goes again."""
    twilio.faults.next = [AFTER_ACCEPTING, AFTER_ACCEPTING]
    first, second = told(key="1"), told(key="2")
    run_due()
    found = {wait_is_over(sms(each)).provider_id for each in (first, second)}

    assert found == {each["sid"] for each in twilio.ledger} and len(found) == 2


@pytest.mark.parametrize("fault", [Fault("busy", answer=429, headers={"Retry-After": "7"}), Fault("down", answer=503)])
def test_a_passing_fault_is_tried_again_later(twilio, told, fault):
    twilio.faults.next = [fault]
    notification = told()
    run_due()
    assert (sms(notification).state, len(twilio.ledger)) == (State.ARMED, 0)

    wait_is_over(sms(notification))
    assert (sms(notification).state, len(twilio.ledger)) == (State.ACCEPTED, 1)


def test_a_refused_connection_is_a_passing_fault(twilio, told, settings):
    settings.TWILIO_URL = "http://127.0.0.1:9"
    notification = told()
    run_due()

    assert (sms(notification).state, sms(notification).error) == (State.ARMED, "no connection")


@pytest.mark.parametrize(
    ("code", "word"), [("21610", "stopped"), ("21211", "impossible_number"), ("99999", "twilio 99999")]
)
def test_a_final_no_is_final_and_said_in_our_words(twilio, told, code, word):
    twilio.faults.next = [Fault(code, answer=400)]
    notification = told()
    run_due()
    run_due()

    assert (sms(notification).state, sms(notification).error) == (State.FAILED, word)
    assert twilio.ledger == []


def test_an_answer_of_garbage_is_not_believed(twilio, told):
    twilio.faults.next = [Fault("ok but broken", answer=204, accepts=True)]
    notification = told()
    run_due()
    step = wait_is_over(sms(notification))
    assert (step.state, len(twilio.ledger)) == (State.ACCEPTED, 1)


@pytest.mark.requirement("R103")
def test_a_country_that_is_not_allowed_is_refused_in_the_ledger(twilio, told):
    SmsCountry.objects.filter(code="UA").update(is_allowed=False)
    notification = told()
    run_due()

    assert (sms(notification).error, sms(notification).country) == ("country_not_allowed", "UA")
    assert twilio.ledger == [] and SmsBudget.current().spent == 0


@pytest.mark.requirement("S-68")
@pytest.mark.parametrize(
    ("number", "word"),
    [
        ("+4490912345678", "impossible_number"),
        ("+449091234567", "earning_number"),
        ("+8835100012", "impossible_number"),
    ],
)
def test_numbers_that_earn_and_numbers_of_no_country_are_refused(twilio, payment, dave, number, word):
    dave.identities.create(kind="phone", value=number, verified_how="signed", verified_at=Now())
    notification = notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test")

    assert sms(notification).error == word


def test_nothing_private_goes_to_a_number_that_somebody_merely_typed(twilio, payment, dave):
    dave.identify("phone", TO, by=dave)
    notification = notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test")
    run_due()

    assert (sms(notification).error, sms(notification).address) == ("no_target", "")
    assert twilio.ledger == []


def test_a_proved_number_comes_before_a_typed_one(twilio, payment, dave, number_of_dave):
    dave.identify("phone", "+380441111111", by=dave)
    notification = notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test")

    assert sms(notification).address == number_of_dave.value


@pytest.mark.requirement("S-68")
def test_a_number_has_five_an_hour(twilio, told):
    notifications = [told(amount=f"{number} EUR") for number in range(7)]
    run_due()

    assert [sms(each).error for each in notifications] == [""] * 5 + ["number_cap"] * 2
    assert len(twilio.ledger) == 5


@pytest.mark.requirement("S-68")
def test_the_budget_of_the_day_is_never_passed_and_its_end_is_said_once(twilio, told, caplog):
    SmsBudget.objects.update(daily="0.25")
    notifications = [told(amount=f"{number} EUR") for number in range(4)]
    run_due()

    assert [sms(each).error for each in notifications] == ["", "", "budget_spent", "budget_spent"]
    budget = SmsBudget.current()
    assert budget.spent_today == Decimal("0.24") and budget.is_spent

    SmsBudget.objects.update(spent_on="2020-01-01", alarmed_on="2020-01-01")
    assert sms(told(amount="9 EUR")).error == ""


def test_without_a_provider_it_is_noted_and_not_dropped(told):
    assert sms(told()).error == "no_provider"


@pytest.mark.parametrize("word", ["STOP", " stop. ", "СТОП", "Unsubscribe"])
def test_stop_ends_adverts_by_sms_and_start_brings_them_back(twilio, dave, number_of_dave, word):
    texted(TO, word, "SM1")
    assert OptOut.objects.get().channel == "sms" and OptOut.objects.get().said_by == "sms"
    texted(TO, word, "SM2")
    assert OptOut.objects.count() == 1

    texted(TO, "Старт", "SM3")
    assert not OptOut.objects.exists()


def test_other_texts_are_kept_and_not_taken_for_a_wish(twilio, dave, number_of_dave):
    texted(TO, "Stop sending me wrong statements, card 4111 1111 1111 1111", "SM1")

    event = RawEvent.objects.get()
    assert event.outcome == RawEvent.Outcome.KEPT
    assert "4111 1111" not in event.body and not OptOut.objects.exists()


def texted(sender, text, sid):
    words = {"MessageSid": sid, "From": sender, "To": "+15551234567", "Body": text, "SmsStatus": "received"}
    assert post(Messenger.of("sms").address, words).status_code == 200
    run_due()


@pytest.mark.skipif(not SAMPLES.exists(), reason="the samples are not on this machine")
@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_sample_is_understood(twilio, told, sample):
    words = json.loads(sample.read_text())
    notification = told()
    run_due()
    Step.objects.filter(pk=sms(notification).pk).update(provider_id=words["MessageSid"])
    assert post(Messenger.of("sms").address, words).status_code == 200
    run_due()

    inbound = "MessageStatus" not in words
    assert RawEvent.objects.get().outcome == ("kept" if inbound else "status")
    ends = {"delivered": State.DELIVERED, "failed": State.FAILED, "undelivered": State.FAILED}
    assert sms(notification).state == ends.get(words.get("MessageStatus"), State.ACCEPTED)


def test_a_status_that_comes_before_we_know_its_id_waits(twilio, told):
    notification = told()
    post(Messenger.of("sms").address, {"MessageSid": "SMearly", "MessageStatus": "delivered"})
    run_due()
    event = RawEvent.objects.get()
    assert (event.outcome, event.attempts) == ("", 1)

    Step.objects.filter(pk=sms(notification).pk).update(provider_id="SMearly")
    RawEvent.objects.update(due_at=Now())
    run_due()
    assert sms(notification).state == State.DELIVERED
