"""F-27: whatever dies or misbehaves, who has no proof in time gets one SMS, who has one none, none is stuck."""

import threading

import pytest
import redis

from bench.cascades import planning, running
from bench.cascades.judging import DONE, STORY, judge
from bench.cascades.providing import environment, providing
from bench.printing import percentile
from embedded.places import ROOT
from embedded.supervisor import Program
from tests.browser.serving import free_port, wait_until
from tests.faults.house import Driver

pytestmark = [pytest.mark.requirement("R104"), pytest.mark.requirement("F-27")]

COUNT, RATE = 300, 10
PATIENCE = 180
KILLED, FLUSHED_AT = 5, 2
TOLD = "SELECT count(*) FROM notifications_notification WHERE source = %s"
BEATS = "SELECT last_run_at FROM core_job WHERE name = 'core.pulse'"
# As if the SDK's patience were over at once: the row learns the same from a connection that breaks.
SILENT = {"name": "timeout after accepting", "accepts": True, "after": 0.5}
UNAVAILABLE = {"name": "unavailable", "answer": 503}


@pytest.fixture
def door(whole):
    """The house with the local providers, by its environment alone."""
    with providing(free_port(), whole.place.logs / "providers.log") as door:
        before = dict(whole.env)
        whole.env.update(environment(door), TEST_PROVIDERS_URL=door.url)
        _again(whole)
        yield door
        whole.env.clear()
        whole.env.update(before)
        _again(whole)


@pytest.fixture
def second_worker(whole, door):
    worker = Program("worker-2", [ROOT / "bin" / "worker"], whole.place.logs / "worker-2.log", whole.env, ROOT)
    whole.parts["worker-2"] = worker
    worker.spawn()
    yield worker
    whole.kill("worker-2")
    del whole.parts["worker-2"]


@pytest.fixture
def teller(whole, door):
    driver = Driver(whole)
    yield driver
    driver.stop()


def _again(house):
    house.kill("web", "worker")
    house.spawn("web", "worker")
    house.wait_ready()


def test_each_gets_one_sms_or_a_proof_while_providers_fail_and_workers_die(whole, door, second_worker, teller, figure):
    door.ask("PUT", "/rates", {"fcm": [[0.05, UNAVAILABLE]], "twilio": [[0.05, SILENT]]})
    telling = threading.Thread(
        target=teller.tell_cascades, kwargs={"count": COUNT, "rate": RATE, "gone": planning.GONE}, daemon=True
    )
    telling.start()
    for killed in range(KILLED):
        told = COUNT * (killed + 1) // (KILLED + 1)
        wait_until(lambda told=told: whole.rows(TOLD, planning.SLUG)[0][0] >= told, what=f"{told} told", patience=90)
        if killed == FLUSHED_AT:
            redis.from_url(whole.valkey.url).flushall()
        victim = ("worker", "worker-2")[killed % 2]
        whole.kill(victim)
        whole.spawn(victim)
    telling.join()
    wait_until(lambda: whole.rows(DONE, planning.SLUG) == [(COUNT,)], what="the end of all", patience=PATIENCE)
    # What would be sent twice is sent by now: each worker that lives has swept again.
    swept = whole.rows(BEATS)
    wait_until(lambda: whole.rows(BEATS) > swept, what="another beat of the sweeps")
    verdict = judge(whole.rows(STORY, planning.SLUG), door.ledger())
    figure("p99 lateness of SMS, providers failing and workers killed", percentile(verdict.late, 0.99))
    assert verdict.counts == {"lost": 0, "doubled": 0, "unasked": 0, "stuck": 0}, running.table(verdict)
    assert len(door.ledger()["twilio"]) > COUNT / 2
