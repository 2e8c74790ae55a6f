"""A person has left: a reply that found nobody there is an event, once until he shows himself again."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from core.models import Event
from core.sweeps.claiming import run_due
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def time_passes(ago=timedelta(seconds=1)):
    Ticket.objects.exclude(absence_due_at=None).update(absence_due_at=Now() - ago)
    run_due()


def absences():
    return [event.payload["message_id"] for event in Event.objects.filter(name="ticket.customer_absent").order_by("pk")]


@pytest.fixture
def answered(double_charge, alice, new_id):
    double_charge.answer, _ = double_charge.reply(text="It is only reserved.", client_id=new_id(), by=alice)
    return double_charge


def test_a_reply_that_nobody_received_is_an_event_and_a_line_for_colleagues(answered):
    run_due()
    assert absences() == [], "he has his time"
    time_passes()
    assert absences() == [answered.answer.pk]
    line = answered.messages.get(happening="absent")
    assert line.visibility == "internal"
    assert Ticket.objects.get().absent_since is not None


def test_of_a_burst_it_is_told_once(answered, alice, new_id):
    first = Ticket.objects.get().absence_due_at
    answered.reply(text="And it comes back tomorrow.", client_id=new_id(), by=alice)
    assert Ticket.objects.get().absence_due_at == first, "the first reply's time counts"
    time_passes()
    answered.reply(text="Good evening!", client_id=new_id(), by=alice)
    time_passes()
    assert absences() == [answered.answer.pk]


def test_who_receives_it_is_there(answered, dave):
    answered.seen_by_customer(delivered=answered.last_public_seq, read=0, by=dave)
    assert Ticket.objects.get().absence_due_at is None
    time_passes()
    assert absences() == []


def test_who_has_received_only_what_came_before_is_not(answered, dave):
    answered.seen_by_customer(delivered=answered.answer.public_seq - 1, read=0, by=dave)
    time_passes()
    assert absences() == [answered.answer.pk]


def test_who_writes_is_there(answered, dave, new_id):
    answered.receive(text="Thanks", client_id=new_id(), by=dave)
    time_passes()
    assert absences() == []


def test_who_came_back_and_left_again_is_missed_again(answered, dave, alice, new_id):
    time_passes()
    answered.seen_by_customer(delivered=answered.answer.public_seq, read=0, by=dave)
    assert Ticket.objects.get().absent_since is None
    second, _ = answered.reply(text="One more thing", client_id=new_id(), by=alice)
    time_passes()
    assert absences() == [answered.answer.pk, second.pk]


def test_what_is_said_by_itself_finds_nobody_absent(double_charge):
    run_due()
    assert double_charge.messages.filter(details__automatic="on_the_way").exists()
    assert Ticket.objects.get().absence_due_at is None


def test_after_an_outage_he_has_his_time_anew(answered):
    time_passes(ago=timedelta(minutes=5))
    assert absences() == []
    assert Ticket.objects.get().absence_due_at is not None
    time_passes()
    assert absences() == [answered.answer.pk]


def test_a_farewell_after_the_end_does_not_hide_that_he_missed_the_answer(answered, alice):
    answered.resolve(by=alice)
    time_passes()
    assert absences() == [answered.answer.pk]
