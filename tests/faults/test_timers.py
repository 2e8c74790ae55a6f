"""What chats do by themselves happens once, whatever dies meanwhile (M8-M10, R18)."""

from datetime import datetime

import pytest
import redis

from bench import timers
from bench.printing import percentile
from embedded.places import ROOT
from embedded.supervisor import Program
from tests.browser.serving import wait_until

pytestmark = pytest.mark.requirement("R18")

COUNT, OVER, AHEAD = 600, 12, 4
PATIENCE = 60
BEATS = "SELECT last_run_at FROM core_job WHERE name = 'core.pulse'"


@pytest.fixture
def second_worker(whole):
    worker = Program("worker-2", [ROOT / "bin" / "worker"], whole.place.logs / "worker-2.log", whole.env, ROOT)
    whole.parts["worker-2"] = worker
    worker.spawn()
    yield worker
    whole.kill("worker-2")
    del whole.parts["worker-2"]


@pytest.fixture
def planned(whole, driver, names):
    names()
    rows = driver.plan_chats(count=COUNT, begins=AHEAD, over=OVER)
    return {int(ticket): (kind, datetime.fromisoformat(due)) for ticket, (kind, due) in rows.items()}


@pytest.fixture
def done(whole, planned):
    return lambda: whole.rows(timers.DONE, list(planned))


def test_none_is_lost_and_none_doubled_while_workers_and_redis_die(whole, second_worker, planned, done, figure):
    def after(sixths):
        wait_until(lambda: len(done()) >= sixths * COUNT // 6, what=f"{sixths} of 6 parts")

    after(1)
    whole.kill("worker")
    whole.spawn("worker")
    after(2)
    redis.from_url(whole.valkey.url).flushall()
    whole.kill("worker-2", "valkey")
    whole.spawn("worker-2")
    after(4)
    whole.kill("worker")
    whole.spawn("worker", "valkey")
    wait_until(lambda: len(done()) >= COUNT, what="all of them", patience=PATIENCE)
    # What would be done twice is done by now: each worker that lives has swept again.
    swept = whole.rows(BEATS)
    wait_until(lambda: whole.rows(BEATS) > swept, what="another beat of the sweeps")
    found = done()
    figure("p99 lateness of 600 chats, workers and Redis killed", percentile(timers.lateness_of(planned, found), 0.99))
    assert timers.verdict(planned, found) == {"lost": 0, "doubled": 0, "unasked": 0}
