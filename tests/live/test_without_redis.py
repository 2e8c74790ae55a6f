"""Redis killed, emptied and frozen under open sockets (M16, F-04, F-05, F-06), with a Redis of the test's own."""

import time
from contextlib import ExitStack

import pytest
import redis

from core import redis as door
from core.live import push
from embedded.running import throwaway_place
from embedded.valkey import Valkey
from tests.live.conftest import BANK
from tests.live.servers import Web

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def valkey():
    with throwaway_place() as place:
        server = Valkey(place)
        server.start()
        try:
            yield server
        finally:
            server.thaw()
            server.kill()


@pytest.fixture(scope="module", params=["daphne", "uvicorn"])
def own_web(request, valkey, django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), Web(request.param, REDIS_URL=valkey.url) as process:
        yield process


@pytest.fixture(autouse=True)
def _publish_there(valkey, settings, monkeypatch):
    """What this process publishes goes through the test's Redis, too."""
    settings.REDIS_URL = valkey.url
    door.pool.cache_clear(), door.client.cache_clear()
    monkeypatch.setattr("core.live.publishing.breaker", door.Breaker())
    if not valkey.alive():
        valkey.start()
    yield
    door.pool.cache_clear(), door.client.cache_clear()


def listeners(web, token, conversation, count=10):
    stack = ExitStack()
    widgets = [stack.enter_context(web.widget(origin=BANK)) for _ in range(count)]
    for widget in widgets:
        widget.say("hello", token=token, conversation=conversation, version=0)
    return stack, widgets


def greeted_after_coming_back(web, token, conversation, within=10) -> str:
    deadline = time.monotonic() + within
    with web.widget(origin=BANK) as widget:
        widget.say("hello", token=token, conversation=conversation, version=0)
        while time.monotonic() < deadline:
            if widget.hear("welcome", "degraded", within=within)["type"] == "welcome":
                return "welcome"
    return "degraded"


def test_killed_redis_closes_all_sockets_and_afterwards_nobody_is_deaf(
    own_web, valkey, daves_token, daves_conversation
):
    token, conversation = daves_token.raw_token, str(daves_conversation.public_id)
    group = f"ticket.{daves_conversation.ticket_id}.customer"
    for _round in range(2):
        stack, widgets = listeners(own_web, token, conversation)
        with stack:
            assert all(widget.hear("welcome") for widget in widgets)
            valkey.kill()
            assert {widget.closed_with() for widget in widgets} == {1012}
        with own_web.widget(origin=BANK) as early:
            early.say("hello", token=token, conversation=conversation, version=0)
            assert early.hear("welcome", "degraded") == {"type": "degraded"}
            assert push(group, {"type": "typing", "name": "lost", "on": True}) is False
            valkey.start()
            assert early.hear("welcome", within=3)["conversation"] == conversation
            time.sleep(1)
            assert push(group, {"type": "typing", "name": "Alice", "on": True})
            assert early.hear("typing")["name"] == "Alice"
            stack, widgets = listeners(own_web, token, conversation, 9)
            with stack:
                assert all(widget.hear("welcome") for widget in widgets)
                push(group, {"type": "typing", "name": "Bob", "on": True})
                assert [widget.hear("typing")["name"] for widget in [early, *widgets]] == ["Bob"] * 10


def test_an_emptied_redis_changes_nothing(own_web, valkey, daves_token, daves_conversation):
    token, conversation = daves_token.raw_token, str(daves_conversation.public_id)
    with own_web.widget(origin=BANK) as widget:
        widget.say("hello", token=token, conversation=conversation, version=0)
        widget.hear("welcome")
        redis.from_url(valkey.url).flushall()
        push(f"ticket.{daves_conversation.ticket_id}.customer", {"type": "typing", "name": "Alice", "on": True})
        assert widget.hear("typing")


def test_a_frozen_redis_is_noticed_and_sockets_come_back(own_web, valkey, daves_token, daves_conversation):
    token, conversation = daves_token.raw_token, str(daves_conversation.public_id)
    with own_web.widget(origin=BANK) as widget:
        widget.say("hello", token=token, conversation=conversation, version=0)
        widget.hear("welcome")
        valkey.freeze()
        try:
            assert widget.closed_with(within=12) == 1012
            with own_web.widget(origin=BANK) as early:
                early.say("hello", token=token, conversation=conversation, version=0)
                assert early.hear("welcome", "degraded", within=5) == {"type": "degraded"}
        finally:
            valkey.thaw()
    assert greeted_after_coming_back(own_web, token, conversation) == "welcome"


def test_publishing_into_a_frozen_redis_costs_one_time_out_a_second(valkey):
    push("nobody", {"type": "poke"})
    valkey.freeze()
    try:
        started = time.monotonic()
        assert not push("nobody", {"type": "poke"})
        assert time.monotonic() - started < 0.4
        started = time.monotonic()
        assert not any(push("nobody", {"type": "poke"}) for _ in range(200))
        assert time.monotonic() - started < 0.1
    finally:
        valkey.thaw()
    time.sleep(1.1)
    assert push("nobody", {"type": "poke"})


def test_a_full_redis_still_carries_hints(own_web, valkey, daves_token, daves_conversation):
    token, conversation = daves_token.raw_token, str(daves_conversation.public_id)
    memory = redis.from_url(valkey.url)
    memory.config_set("maxmemory-policy", "noeviction")
    memory.config_set("maxmemory", "1kb")
    try:
        with own_web.widget(origin=BANK) as widget:
            widget.say("hello", token=token, conversation=conversation, version=0)
            widget.hear("welcome")
            push(f"ticket.{daves_conversation.ticket_id}.customer", {"type": "typing", "name": "Alice", "on": True})
            assert widget.hear("typing")
    finally:
        memory.config_set("maxmemory", "0")
