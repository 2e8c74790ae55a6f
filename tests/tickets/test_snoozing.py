"""A ticket out of the way until its time comes, or until the customer writes."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from core.models import Event
from core.sweeps.claiming import run_due
from tickets.models import Ticket
from tickets.refusals import Refused

pytestmark = pytest.mark.django_db


def tomorrow():
    return timezone.now() + timedelta(days=1)


@pytest.fixture
def asleep(double_charge, alice):
    double_charge.take(by=alice)
    double_charge.snooze(tomorrow(), by=alice)
    return double_charge


def happenings(ticket) -> list[str]:
    return list(ticket.messages.exclude(happening="").order_by("seq").values_list("happening", flat=True))


def test_snoozing_to_the_same_time_twice_happens_once(double_charge, alice):
    until = tomorrow()
    assert double_charge.snooze(until, by=alice)
    assert not double_charge.snooze(until, by=alice)
    assert happenings(double_charge) == ["snoozed"]
    assert Event.objects.filter(name="ticket.snoozed").count() == 1


def test_a_time_that_is_past_is_refused(double_charge, alice):
    with pytest.raises(Refused, match="past"):
        double_charge.snooze(timezone.now() - timedelta(seconds=1), by=alice)
    assert Ticket.objects.get().snoozed_until is None


def test_what_is_over_cannot_be_put_off(double_charge, alice):
    double_charge.close(by=alice)
    with pytest.raises(Refused, match="over"):
        double_charge.snooze(tomorrow(), by=alice)


def test_the_customer_is_not_told(asleep):
    assert not asleep.messages.public().filter(happening="snoozed").exists()


def test_the_customers_message_wakes_it(asleep, dave, new_id):
    asleep.receive(text="Are you there?", client_id=new_id(), by=dave)
    ticket = Ticket.objects.get()
    assert (ticket.snoozed_until, ticket.snoozed_by) == (None, None)


@pytest.mark.parametrize("verb", ["take", "assign", "transfer", "resolve", "close"])
def test_whoever_gets_it_or_ends_it_wakes_it(asleep, verb, alice, bob, transfers):
    acts = {
        "take": lambda: asleep.take(by=bob, seen_assignee_id=alice.pk),
        "assign": lambda: asleep.assign(bob, by=alice),
        "transfer": lambda: asleep.transfer(transfers, by=alice),
        "resolve": lambda: asleep.resolve(by=alice),
        "close": lambda: asleep.close(by=alice),
    }
    assert acts[verb]()
    assert Ticket.objects.get().snoozed_until is None


def test_a_reply_lets_it_sleep_on(asleep, alice, new_id):
    asleep.reply(text="We look into it", client_id=new_id(), by=alice)
    assert Ticket.objects.get().snoozed_until is not None


def test_it_comes_back_when_its_time_has_come_and_not_before(asleep, alice):
    run_due()
    assert Ticket.objects.get().snoozed_until is not None
    Ticket.objects.update(snoozed_until=Now() - timedelta(hours=2))
    run_due()
    ticket = Ticket.objects.get()
    assert ticket.snoozed_until is None
    assert happenings(ticket)[-1] == "woken"
    assert Event.objects.filter(name="ticket.woken").get().payload["snoozed_by_id"] == alice.pk


def test_waking_what_is_awake_does_nothing(double_charge, alice):
    assert not double_charge.wake_from_snooze(by=alice)
    assert happenings(double_charge) == []
