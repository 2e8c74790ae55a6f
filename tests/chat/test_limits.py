"""S-67: too much is answered with 429 and when to come again; the limits hold without Redis too."""

import uuid

from tests.chat.conftest import Browser, signed
from tickets.models import Message


def assert_too_often(response):
    assert response.status_code == 429
    assert int(response["Retry-After"]) >= 1
    assert response.json()["error"]["code"] == "too_often"
    assert response["Access-Control-Expose-Headers"] == "Retry-After"


def test_twenty_messages_in_ten_seconds(browser, another):
    answers = [browser.write(f"{number}") for number in range(21)]
    assert [answer.status_code for answer in answers[:20]] == [201] * 20
    assert_too_often(answers[20])
    assert Message.objects.count() == 20
    assert another.write().status_code == 201


def test_uploads(browser):
    answers = [browser.upload() for _ in range(21)]
    assert {answer.status_code for answer in answers[:20]} == {201}
    assert_too_often(answers[20])


def test_conversations(browser):
    last = None
    for _ in range(21):
        last = browser.write(conversation=str(uuid.uuid4()))
        if last.status_code == 429:
            break
    assert_too_often(last)


def test_strangers_of_one_address_share_but_do_not_lock_out_the_proved(heron, monkeypatch):
    from chat import limits
    from core.limits import Limit

    monkeypatch.setattr(limits, "NEW_VISITORS", Limit("test.visitors", "3/1h"))
    answers = [Browser(heron).arrive() for _ in range(4)]
    assert_too_often(answers[3])
    assert Browser(heron).arrive(signed(heron)).status_code == 200
