"""The parts of an installation start in any order: whoever comes first waits for the others (F-10)."""

import pytest

from embedded import processes
from tests.browser.serving import wait_until

pytestmark = pytest.mark.requirement("R2")


def test_web_and_workers_may_start_before_the_database(whole):
    whole.kill("web", "worker", "valkey", "postgres")
    before = whole.worker.log.stat().st_size

    whole.spawn("web", "worker")
    wait_until(lambda: whole.worker.log.stat().st_size > before and b"sweeping_interrupted" in said(whole, before))
    assert whole.ready("worker")
    whole.spawn("postgres", "valkey")

    whole.wait_ready()
    wait_until(lambda: whole.healthy() and swept(whole), what=f"green health\n{processes.tail(whole.worker.log, 8)}")


def said(house, since: int) -> bytes:
    return house.worker.log.read_bytes()[since:]


def swept(house) -> bool:
    [[fresh]] = house.rows("SELECT last_run_at > now() - interval '6 s' FROM core_job WHERE name = 'core.pulse'")
    return fresh
