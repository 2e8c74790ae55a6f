from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from core.sends import State
from core.sweeps.claiming import run_due
from tests.core.sending.models import LocalProvider, Text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _only_texts(only_sweep):
    only_sweep("texts")


@pytest.fixture
def text():
    return Text.objects.create(number="+380440000001")


def time_passes(**changes):
    Text.objects.update(due_at=Now(), **changes)


def at_once(times, act):
    def run(number):
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))


def test_a_send_is_accepted_once(provider, text):
    run_due()
    run_due()

    text.refresh_from_db()
    assert text.state == State.ACCEPTED
    assert text.provider_id == f"sent-{text.reference}"
    assert text.due_at is None
    assert len(provider.ledger) == 1


def test_eight_workers_send_each_of_forty_once(provider):
    Text.objects.bulk_create(Text(number=str(number)) for number in range(40))
    at_once(8, lambda _: run_due())
    assert set(provider.times_sent().values()) == {1}
    assert len(provider.ledger) == 40
    assert set(Text.objects.values_list("state", flat=True)) == {State.ACCEPTED}


def test_a_worker_that_died_in_its_claim_is_replaced(provider, text):
    Text.objects.update(state=State.CLAIMED, attempts=1, due_at=Now() + timedelta(seconds=30))
    assert run_due() == 0, "the lease holds"

    time_passes()
    run_due()
    text.refresh_from_db()
    assert text.state == State.ACCEPTED
    assert len(provider.ledger) == 1


def test_a_worker_that_wakes_up_after_its_lease_sends_nothing(provider, text):
    sleepy = Text.objects.get()
    sleepy.state, sleepy.attempts = State.CLAIMED, 1
    Text.objects.update(state=State.CLAIMED, attempts=1)
    time_passes()
    run_due()

    sleepy.call()

    assert len(provider.ledger) == 1


@pytest.mark.parametrize("lost_answer", ["reset after accepting"])
def test_a_lost_answer_is_asked_for_and_never_sent_again(provider, text, lost_answer):
    provider.answers = [lost_answer]
    run_due()
    text.refresh_from_db()
    assert text.state == State.CALLING
    assert run_due() == 0, "for 15 s somebody may still be calling"

    time_passes()
    run_due()

    text.refresh_from_db()
    assert text.state == State.ACCEPTED
    assert len(provider.ledger) == 1


def test_absent_twice_it_is_sent_again(provider, text):
    provider.answers = ["reset"]
    run_due()
    time_passes()
    run_due()
    text.refresh_from_db()
    assert (text.state, text.absences) == (State.CALLING, 1)

    time_passes()
    run_due()

    text.refresh_from_db()
    assert text.state == State.ACCEPTED
    assert len(provider.ledger) == 1
    assert provider.asked[str(text.reference)] == 2


def test_eight_workers_ask_one_after_another(provider, text):
    provider.answers = ["reset"]
    run_due()
    time_passes()
    at_once(8, lambda _: run_due())
    text.refresh_from_db()
    assert text.absences == 1
    assert provider.asked[str(text.reference)] == 1


def test_what_cannot_be_asked_for_is_shown_to_people(provider, text, monkeypatch):
    monkeypatch.setattr(LocalProvider, "can_find", False)
    provider.answers = ["reset after accepting"]
    run_due()
    time_passes()
    run_due()

    text.refresh_from_db()
    assert text.state == State.UNKNOWN
    assert text.due_at is None
    assert len(provider.ledger) == 1


def test_a_callback_settles_what_was_unclear(provider, text):
    provider.answers = ["reset after accepting"]
    run_due()
    text.refresh_from_db()

    assert text.confirm(provider_id="sent-1")
    assert not text.confirm()
    time_passes_is_refused = run_due()

    assert time_passes_is_refused == 0
    assert text.state == State.DELIVERED
    assert len(provider.ledger) == 1
    assert not text.deny("too late to say so")


def test_a_callback_during_the_call_is_not_overwritten(provider, text, monkeypatch):
    send = LocalProvider.send

    def callback_comes_first(self, sending, prepared):
        answer = send(self, sending, prepared)
        Text.objects.get().confirm()
        return answer

    monkeypatch.setattr(LocalProvider, "send", callback_comes_first)
    run_due()
    text.refresh_from_db()
    assert text.state == State.DELIVERED


def test_a_slow_caller_stops_the_second_sending(provider, text):
    slow = Text.objects.get()
    Text.objects.update(state=State.CLAIMED, attempts=2, due_at=Now() + timedelta(seconds=30))
    slow._accept("sent-after-all")
    second = Text.objects.get()
    second.state, second.attempts = State.CLAIMED, 2

    second.call()

    assert provider.ledger == []
    assert Text.objects.get().provider_id == "sent-after-all"


def test_a_final_no_is_final(provider, text):
    provider.answers = [400]
    run_due()
    text.refresh_from_db()
    assert (text.state, text.error) == (State.FAILED, "answer 400")
    assert run_due() == 0


@pytest.mark.parametrize("status", [408, 429, 500, 503])
def test_a_passing_fault_is_tried_again(provider, text, status):
    provider.answers = [status]
    run_due()
    text.refresh_from_db()
    assert text.state == State.ARMED

    time_passes()
    run_due()
    text.refresh_from_db()
    assert text.state == State.ACCEPTED
    assert len(provider.ledger) == 1


def test_it_is_not_sent_after_its_time(provider):
    Text.objects.create(number="1", not_after=Now() - timedelta(seconds=1))
    run_due()
    late = Text.objects.get()
    assert (late.state, late.error) == (State.FAILED, "not sent in time")
    assert provider.ledger == []


def test_a_fault_of_ours_before_the_call_leaves_it_armed(provider, text, monkeypatch):
    def broken(self, send):
        raise KeyError("name")

    monkeypatch.setattr(LocalProvider, "prepare", broken)
    run_due()
    text.refresh_from_db()
    assert text.state == State.ARMED
    assert "KeyError" in text.error
    assert provider.ledger == []


def test_the_database_refuses_a_moving_send_without_a_time(text):
    with pytest.raises(IntegrityError), transaction.atomic():
        Text.objects.update(due_at=None)
