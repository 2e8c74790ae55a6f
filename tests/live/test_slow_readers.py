"""A client that never reads is cut within 30 s, memory stays flat, and nobody else waits (M18, F-19, L-13)."""

import time

import pytest

from chat.models import Conversation, Visitor
from core.live import push_many
from tests.live.conftest import BANK
from tests.live.servers import Raw

pytestmark = pytest.mark.django_db(transaction=True)

DEAF = 10


def until(condition, within: float) -> float:
    started = time.monotonic()
    while time.monotonic() - started < within:
        if condition():
            return time.monotonic() - started
        time.sleep(0.1)
    raise AssertionError(f"not within {within} s")


@pytest.fixture
def deaf(web, heron, double_charge, new_id):
    """Sockets that listened to Dave's ticket and stopped reading."""
    sockets = []
    for _ in range(DEAF):
        visitor, token = Visitor.objects.arrive(heron)
        conversation = Conversation.objects.create(public_id=new_id(), visitor=visitor, ticket=double_charge)
        raw = Raw(web, "/live/widget/", origin=BANK, buffer=4096).opened()
        raw.say("hello", token=token, conversation=str(conversation.public_id), version=0)
        assert b"welcome" in raw.socket.recv(300)
        sockets.append(raw)
    yield sockets
    for raw in sockets:
        raw.close()


def test_who_never_reads_is_cut_and_others_do_not_wait(web, deaf, daves_token, daves_conversation):
    group = f"ticket.{daves_conversation.ticket_id}.customer"
    with web.widget(origin=BANK) as quick:
        quick.say("hello", token=daves_token.raw_token, conversation=str(daves_conversation.public_id), version=0)
        quick.hear("welcome")
        before, peak, waits, cut_at = web.memory, 0, [], None
        started = time.monotonic()
        while time.monotonic() - started < 30 and cut_at is None:
            sent_at = time.monotonic()
            push_many([(group, {"type": "typing", "name": "x" * 8000, "on": True})] * 10)
            for _ in range(10):
                quick.hear("typing")
            waits.append(time.monotonic() - sent_at)
            peak = max(peak, web.memory)
            if all(raw.is_cut() for raw in deaf):
                cut_at = time.monotonic() - started
            time.sleep(0.1)
    print(f"cut after {cut_at}, grew {(peak - before) / 1e6:.1f} MB, slowest {max(waits):.3f}")
    assert cut_at is not None
    assert peak - before < DEAF * 1e6
    assert sorted(waits)[int(len(waits) * 0.95)] < 0.2


def test_who_answers_no_ping_is_cut_even_when_nothing_is_said(web, deaf):
    print("cut after", until(lambda: all(raw.is_cut() for raw in deaf), within=30))


def test_a_burst_arrives_whole_and_in_order(web, daves_token, daves_conversation):
    group = f"ticket.{daves_conversation.ticket_id}.customer"
    with web.widget(origin=BANK) as slow:
        slow.say("hello", token=daves_token.raw_token, conversation=str(daves_conversation.public_id), version=0)
        slow.hear("welcome")
        frame = {"type": "typing", "name": "y" * 4000, "on": True}
        push_many((group, {**frame, "number": number}) for number in range(200))
        time.sleep(1)
        assert [slow.hear("typing")["number"] for _ in range(200)] == list(range(200))
