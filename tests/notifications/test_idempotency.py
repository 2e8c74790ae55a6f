"""L-12: the same Idempotency-Key does one deed and gets one answer; a crash leaves neither."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F

from accounts.models import ApiToken, Scope
from core import idempotency
from core.models import IdempotentAnswer
from customers.models import Identity
from notifications.models import Notification
from tests.notifications.conftest import NOTIFICATIONS, Bank

pytestmark = [pytest.mark.requirement("R109"), pytest.mark.usefixtures("_nothing_remembered")]


def paid(dave, amount="5 EUR"):
    return {"category": "payment", "customer": dave.pk, "variables": {"amount": amount}}


@pytest.mark.django_db
def test_the_same_key_gets_the_same_answer_and_nothing_is_done_twice(bank, payment, dave, number_of_dave):
    first, again = (bank.post(paid(dave), key="order-1") for _time in range(2))
    assert (again.status_code, again.content) == (202, first.content)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Notification.objects.count() == 1
    assert bank.post(paid(dave), key="order-2").content != first.content


@pytest.mark.django_db
def test_a_refusal_is_answered_again_too(bank, payment, dave):
    first, again = (bank.post(paid(dave), key="order-1") for _time in range(2))
    assert (again.status_code, again.content) == (422, first.content)
    assert Notification.objects.count() == 1


@pytest.mark.django_db
def test_a_key_that_was_used_for_something_else_is_refused(bank, payment, dave, number_of_dave):
    bank.post(paid(dave), key="order-1")
    for other in (
        bank.post(paid(dave, "6 EUR"), key="order-1"),
        bank.post({}, url=f"{NOTIFICATIONS}/batch", key="order-1"),
    ):
        assert other.status_code == 422
    assert Notification.objects.count() == 1


@pytest.mark.django_db
def test_a_key_is_its_tokens_own(bank, admin, payment, dave, number_of_dave):
    other = Bank(ApiToken.make(name="Other", scopes=list(Scope.values), by=admin)[1])
    assert bank.post(paid(dave), key="1").json()["id"] != other.post(paid(dave), key="1").json()["id"]


@pytest.mark.django_db
def test_a_request_that_was_not_carried_out_may_be_mended_under_its_key(bank, payment, dave, number_of_dave):
    assert bank.post("{", key="1").status_code == 400
    assert bank.post(paid(dave), key="1").status_code == 202


@pytest.mark.django_db
def test_a_request_that_the_ledger_holds_as_refused_is_kept_under_its_key(bank, payment, dave, number_of_dave):
    refused = bank.post({"category": "payment"}, key="1")
    assert refused.status_code == 422
    assert bank.post({"category": "payment"}, key="1").json() == refused.json()
    assert bank.post(paid(dave), key="1").json()["error"]["code"] == "other_request"


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["x" * 256, "ключ", "a\tb"])
def test_a_key_that_is_none_is_refused(bank, payment, dave, number_of_dave, key):
    answer = bank.post(paid(dave), key=key)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_key")
    assert bank.post(paid(dave), key="x" * 255).status_code == 202


@pytest.mark.django_db
def test_answers_are_kept_for_two_days(bank, payment, dave, number_of_dave):
    bank.post(paid(dave), key="1")
    idempotency.forget_old_answers()
    assert IdempotentAnswer.objects.count() == 1
    IdempotentAnswer.objects.update(created_at=F("created_at") - timedelta(hours=49))
    idempotency.forget_old_answers()
    assert not IdempotentAnswer.objects.exists()


@pytest.mark.django_db
def test_an_accident_leaves_neither_the_deed_nor_its_answer(bank, payment, dave, number_of_dave, monkeypatch):
    def accident(**values):
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr(idempotency.END, "rows", accident)
        with pytest.raises(RuntimeError):
            bank.post(paid(dave), key="1")
    assert not Notification.objects.exists()
    assert bank.post(paid(dave), key="1").status_code == 202


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_does_it_and_the_others_are_told_to_come_again(
    secret, payment, dave, number_of_dave, at_once
):
    """The one is held in the middle of its work, by a lock on the customer's row."""
    together = threading.Barrier(8)

    def ask(_number):
        together.wait()
        return Bank(secret).post(paid(dave), key="same")

    statuses = sorted(answer.status_code for answer in at_once(8, ask))
    assert set(statuses) <= {202, 409} and 202 in statuses
    assert Notification.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_while_the_first_is_being_carried_out_the_second_hears_409_at_once(
    secret, payment, dave, number_of_dave, at_once
):
    named = {
        "category": "payment",
        "identity": {"kind": "phone", "value": "+380440000009"},
        "variables": {"amount": "5"},
    }

    def first(_number):
        return Bank(secret).post(named, key="same")

    with transaction.atomic():
        # Another is just proving this number: the first waits for it, in the middle of its work.
        dave.identify("phone", "+380440000009", how=Identity.How.SIGNED, by=dave)
        waiting = threading.Thread(target=lambda: answers.extend(at_once(1, first)))
        answers: list = []
        waiting.start()
        _until_it_waits()
        second = Bank(secret).post(named, key="same")
        assert (second.status_code, second.headers["Retry-After"]) == (409, "1")
    waiting.join()
    assert answers[0].status_code == 202
    assert Bank(secret).post(named, key="same").content == answers[0].content
    assert Notification.objects.get().customer == dave


def _until_it_waits():
    """Until one connection of this database waits for another."""
    with connection.cursor() as cursor:
        for _look in range(100_000):
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("nobody waits")
