"""Limits are shared through Redis, and hold without it."""

import time
import uuid

import pytest

from core import limits
from core import redis as door
from core.limits import Limit
from embedded.running import throwaway_place
from embedded.valkey import Valkey


@pytest.fixture
def key():
    return uuid.uuid4().hex


@pytest.fixture(autouse=True)
def _fresh_breaker(monkeypatch):
    breaker = door.Breaker()
    monkeypatch.setattr(limits, "breaker", breaker)
    return breaker


@pytest.fixture
def private_redis(settings):
    with throwaway_place() as place:
        server = Valkey(place)
        server.start()
        settings.REDIS_URL = server.url
        _forget_connections()
        try:
            yield server
        finally:
            server.thaw()
            server.kill()
            _forget_connections()


def _forget_connections():
    for made in (door.pool, door.client, limits._shared, limits._local):
        made.cache_clear()


def test_the_fourth_of_three_has_to_wait(key):
    limit = Limit("test.three", "3/10s")
    assert [limit.hit(key) for _ in range(3)] == [0, 0, 0]
    assert 1 <= limit.hit(key) <= 10


def test_a_process_that_takes_blocks_counts_the_same(key):
    limit = Limit("test.blocks", "50/10s", block=20)
    assert [limit.hit(key) for _ in range(50)] == [0] * 50
    assert 1 <= limit.hit(key) <= 10
    assert not limit.hit(key + "2")


def test_threads_that_ask_together_share_a_block(key, at_once):
    limit = Limit("test.blocks", "40/1m", block=20)
    assert at_once(40, lambda _number: limit.hit(key)) == [0] * 40


def test_what_others_have_taken_is_not_there_for_a_block(key):
    one, other = (Limit("test.blocks", "50/10s", block=20) for _ in range(2))
    answers = [limit.hit(key) for _ in range(60) for limit in (one, other)]
    assert answers.count(0) == 50
    assert not any(answers[:40])


def test_of_a_block_nothing_is_left_when_its_time_is_over(key):
    one, other = (Limit("test.blocks", "4/1s", block=4) for _ in range(2))
    assert not one.hit(key)
    time.sleep(1.05)
    assert [other.hit(key) for _ in range(4)] == [0] * 4
    assert one.hit(key)


def test_another_key_and_another_limit_have_their_own_count(key):
    limit, other = Limit("test.one", "1/1m"), Limit("test.other", "1/1m")
    assert not limit.hit(key)
    assert limit.hit(key)
    assert not limit.hit(key + "2")
    assert not other.hit(key)


def test_the_window_moves_on(key):
    limit = Limit("test.short", "2/1s")
    assert [bool(limit.hit(key)) for _ in range(3)] == [False, False, True]
    time.sleep(1.05)
    assert not limit.hit(key)


def test_asking_counts_nothing_and_clearing_forgets(key):
    limit = Limit("test.ask", "1/1m")
    assert [limit.wait(key) for _ in range(5)] == [0] * 5
    limit.hit(key)
    assert limit.wait(key) > 0
    limit.clear(key)
    assert limit.wait(key) == 0


def test_fifty_threads_together_get_no_more_than_the_limit(key, at_once):
    limit = Limit("test.race", "10/1m")
    answers = at_once(50, lambda _number: limit.hit(key))
    assert answers.count(0) == 10


@pytest.mark.parametrize("rate", ["5", "5/", "/5s", "5/1y", "x/1s", ""])
def test_a_wrong_rate_is_refused_when_it_is_written(rate):
    with pytest.raises((ValueError, KeyError, IndexError)):
        Limit("test.wrong", rate)


def test_without_redis_each_process_still_refuses(private_redis, key):
    limit = Limit("test.dead", "2/1m")
    private_redis.kill()
    assert [bool(limit.hit(key)) for _ in range(4)] == [False, False, True, True]


def test_a_frozen_redis_costs_one_time_out_and_not_one_for_each_request(private_redis, key):
    limit = Limit("test.frozen", "5/1m")
    limit.hit(key)
    private_redis.freeze()
    started = time.monotonic()
    limit.hit(key)
    assert time.monotonic() - started < 0.5
    started = time.monotonic()
    assert any(limit.hit(key) for _ in range(500))
    assert time.monotonic() - started < 0.5
    private_redis.thaw()
    time.sleep(1.1)
    assert limit.hit(key) == 0, "Redis counts again, where one was taken before it froze"


def test_a_crowd_before_a_frozen_redis_waits_once_a_second_in_all(private_redis, key, at_once):
    limit = Limit("test.crowd", "10000/1m")
    private_redis.freeze()
    limit.hit(key)
    waited = []

    def ask(_number):
        for _ in range(300):
            started = time.monotonic()
            limit.hit(key)
            waited.append(time.monotonic() - started)
            time.sleep(0.005)

    at_once(8, ask)
    assert sum(took > 0.15 for took in waited) <= 4


def test_a_full_redis_does_not_open_the_gate(private_redis, key):
    import redis

    limit = Limit("test.full", "2/1m")
    memory = redis.from_url(private_redis.url)
    memory.config_set("maxmemory-policy", "noeviction")
    memory.config_set("maxmemory", "1kb")
    assert [bool(limit.hit(key)) for _ in range(4)] == [False, False, True, True]


def test_a_restarted_redis_is_used_again_at_once(private_redis, key):
    limit = Limit("test.restart", "2/1m")
    limit.hit(key)
    private_redis.kill()
    limit.hit(key)
    private_redis.start()
    time.sleep(1.1)
    assert [bool(limit.hit(key)) for _ in range(3)] == [False, False, True]
