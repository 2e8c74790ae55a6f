"""Push, then SMS: at most one SMS, none when the push was proved in time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from core.sends import State as SendState
from core.sweeps.claiming import run_due
from messengers.models import SmsBudget
from notifications.models import Notification, Step
from notifications.notifying import notify
from notifications.receipts import receipt_for, receive

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R104")]


@pytest.fixture
def paid(payment, dave, phone_of_dave, number_of_dave, console):
    """Dave is told of a payment; the push is out."""
    notification = notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test", key="1")
    run_due()
    notification.refresh_from_db()
    return notification


def steps(notification, channel):
    return notification.steps.filter(channel=channel)


def test_a_push_goes_out_at_once_and_waits_for_its_proof(paid):
    assert steps(paid, "push").get().state == SendState.ACCEPTED
    assert paid.state == Notification.State.RUNNING
    assert not steps(paid, "sms").exists()


def test_a_receipt_in_time_spares_the_sms(paid, pass_time):
    receive(receipt_for(steps(paid, "push").get()))
    pass_time(paid, 5)

    assert paid.state == Notification.State.DELIVERED
    assert paid.proof == "push"
    assert not steps(paid, "sms").exists()


def test_without_a_receipt_the_sms_goes_after_the_deadline(paid, pass_time):
    pass_time(paid, 3)
    assert not steps(paid, "sms").exists()

    pass_time(paid, 1.5)
    assert steps(paid, "sms").get().state == SendState.ACCEPTED
    assert paid.state == Notification.State.OUT


def test_a_receipt_after_the_sms_is_kept_as_late(paid, pass_time):
    pass_time(paid, 5)
    receive(receipt_for(steps(paid, "push").get()))
    paid.refresh_from_db()

    push = steps(paid, "push").get()
    assert push.late and push.receipt_at
    assert paid.state == Notification.State.DELIVERED
    assert steps(paid, "sms").count() == 1


def test_a_receipt_after_the_deadline_does_not_stop_the_sms_that_is_due(paid, pass_time):
    Notification.objects.filter(pk=paid.pk).update(due_at=Now() - timedelta(milliseconds=5))
    receive(receipt_for(steps(paid, "push").get()))
    pass_time(paid, 0)

    assert steps(paid, "push").get().late
    assert steps(paid, "sms").count() == 1


def test_a_receipt_twice_counts_once(paid):
    push = steps(paid, "push").get()
    receive(receipt_for(push))
    first = steps(paid, "push").get().receipt_at
    receive(receipt_for(push), opened=True)

    assert steps(paid, "push").get().receipt_at == first
    assert steps(paid, "push").get().opened_at


def test_without_a_live_device_the_sms_goes_at_once(payment, dave, phone_of_dave, number_of_dave, console):
    phone_of_dave.bury("unregistered")
    notification = notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test")
    run_due()

    assert steps(notification, "push").get().error == "no_target"
    assert steps(notification, "sms").get().state == SendState.ACCEPTED


def test_the_last_device_reported_dead_sends_the_sms_at_once(paid):
    steps(paid, "push").get().deny("unregistered")
    run_due()

    assert steps(paid, "sms").get().state == SendState.ACCEPTED


def test_a_customer_without_any_channel_is_told_of_in_the_ledger(payment, dave, console):
    notification = notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test")

    assert notification.state == Notification.State.FAILED
    assert notification.why == "no_channel"


def test_asking_twice_tells_once(paid, payment, dave):
    again = notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test", key="1")

    assert again == paid
    assert Step.objects.count() == 1


def test_nothing_is_told_when_it_is_too_late(payment, dave, phone_of_dave, number_of_dave, console, pass_time):
    notification = notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test")
    run_due()
    pass_time(notification, 11 * 60 + 4)

    assert notification.state == Notification.State.EXPIRED
    assert not steps(notification, "sms").exists()


@pytest.mark.django_db(transaction=True)
def test_receipt_and_deadline_race_and_one_wins(payment, dave, phone_of_dave, number_of_dave, console):
    def receipt(notification):
        try:
            receive(receipt_for(steps(notification, "push").get()))
        finally:
            connection.close()

    def deadline(_):
        try:
            run_due()
        finally:
            connection.close()

    SmsBudget.objects.update(per_number=100)
    with ThreadPoolExecutor(4) as pool:
        for number in range(25):
            notification = notify(
                category=payment, customer=dave, variables={"amount": str(number)}, source="test", key=str(number)
            )
            run_due()
            Notification.objects.filter(pk=notification.pk).update(due_at=Now() + timedelta(milliseconds=4))
            list(pool.map(lambda act: act[0](act[1]), [(receipt, notification), (deadline, None), (deadline, None)]))
            run_due()
            notification.refresh_from_db()
            push = steps(notification, "push").get()
            assert steps(notification, "sms").count() == (1 if push.late else 0)
            assert notification.state == Notification.State.DELIVERED
