"""The answer that a waiting customer is owed: when the clock starts, and what stops it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tickets.models import Ticket

pytestmark = pytest.mark.django_db
SLACK = timedelta(seconds=30)


def promise(ticket):
    ticket.refresh_from_db()
    return ticket.answer_due_at, ticket.answer_risk_at


def test_the_clock_starts_with_the_first_message(double_charge, cards):
    due, risk = promise(double_charge)
    assert abs(due - timezone.now() - cards.reply_within) < SLACK
    assert abs((due - risk) - cards.reply_within / 4) < SLACK


def test_a_customer_who_waits_already_moves_nothing_and_costs_no_query(double_charge, dave, new_id):
    before = promise(double_charge)
    ticket = Ticket.objects.get()
    with CaptureQueriesContext(connection) as queries:
        ticket.receive(text="And?", client_id=new_id(), by=dave)
    assert promise(double_charge) == before
    assert not [query for query in queries if "accounts_department" in query["sql"]]


@pytest.mark.parametrize("verb", ["reply", "resolve", "close", "hold"])
def test_an_answer_an_end_or_somebody_elses_turn_stops_it(double_charge, alice, new_id, verb):
    acts = {
        "reply": lambda: double_charge.reply(text="Yes", client_id=new_id(), by=alice),
        "resolve": lambda: double_charge.resolve(by=alice),
        "close": lambda: double_charge.close(by=alice),
        "hold": lambda: double_charge.hold(reason="The bank", by=alice),
    }
    acts[verb]()
    assert promise(double_charge) == (None, None)


def test_the_next_question_is_a_new_promise(double_charge, alice, dave, new_id):
    double_charge.reply(text="Yes", client_id=new_id(), by=alice)
    double_charge.receive(text="And now?", client_id=new_id(), by=dave)
    assert promise(double_charge)[0] > timezone.now()


def test_a_note_answers_nobody(double_charge, alice, new_id):
    before = promise(double_charge)
    double_charge.note(text="Hm", client_id=new_id(), by=alice)
    assert promise(double_charge) == before


def test_a_ticket_of_no_department_is_promised_nothing(dave):
    ticket, _ = Ticket.open(customer=dave, channel="email", text="Hello", by=dave)
    assert promise(ticket) == (None, None)


def test_another_department_promises_by_its_own_hours_since_the_customer_waits(double_charge, alice, transfers):
    transfers.reply_within = timedelta(hours=3)
    transfers.save()
    double_charge.transfer(transfers, by=alice)
    double_charge.refresh_from_db()
    assert double_charge.answer_due_at - double_charge.waiting_since == timedelta(hours=3)


def test_at_risk_is_the_last_quarter_and_what_is_past(double_charge):
    due, risk = promise(double_charge)
    asked = Ticket.objects.at_risk
    assert not asked(now=risk - timedelta(seconds=1)).exists()
    assert asked(now=risk).exists()
    assert asked(now=due + timedelta(days=1)).exists()
