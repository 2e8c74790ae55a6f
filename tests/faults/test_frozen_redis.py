"""Redis frozen: requests answer within three seconds, limits still hold, health says it (F-06)."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.browser.serving import wait_until
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.requirement("R2")

AT_MOST = 3.0
CROWD = 16


@pytest.fixture
def visitor(whole, bank):
    visitor = Visitor(whole.port, site=bank.key, origin=bank.url).arrive()
    assert visitor.say("before").status == 201
    yield visitor
    visitor.hang_up()


@pytest.fixture
def desk_page(whole, driver, names):
    """Get a page of the desk as somebody signed in: status and seconds."""
    [name] = names()
    cookie = {"Cookie": f"session={driver.sessions(names=[name])[name]}"}

    def get(path="/desk/"):
        began = time.monotonic()
        status, _ = whole.get(path, headers=cookie)
        return status, time.monotonic() - began

    assert get()[0] == 200
    return get


@pytest.fixture
def frozen(whole, visitor, desk_page):
    whole.valkey.freeze()
    yield
    whole.valkey.thaw()


def test_requests_answer_within_three_seconds(whole, bank, visitor, desk_page, frozen, figure):
    asked = [visitor.say("frozen"), visitor.ask("GET", f"conversations/{visitor.conversation}?after=0")]
    asked += [
        Visitor(whole.port, site=bank.key, origin=bank.url).ask(
            "POST", "session", {"site": bank.key, "identity": None, "language": "en"}
        )
    ]
    pages = [desk_page(), desk_page("/desk/queue/")]

    assert [answer.status for answer in asked] == [201, 200, 200]
    assert [status for status, _ in pages] == [200, 200]
    slowest = max([answer.seconds for answer in asked] + [seconds for _, seconds in pages])
    figure("slowest request, Redis frozen", slowest)
    assert slowest < AT_MOST


def test_a_crowd_does_not_use_up_the_threads(desk_page, frozen, figure):
    with ThreadPoolExecutor(CROWD) as pool:
        answers = list(pool.map(lambda _: desk_page(), range(CROWD * 2)))

    assert {status for status, _ in answers} == {200}
    figure("slowest of a crowd, Redis frozen", max(seconds for _, seconds in answers))
    assert max(seconds for _, seconds in answers) < AT_MOST


def test_limits_still_hold(visitor, frozen):
    statuses = [visitor.say(f"flood {number}").status for number in range(25)]

    assert statuses[:15] == [201] * 15
    assert statuses[-1] == 429


def test_health_says_so_and_takes_it_back(whole, frozen):
    began = time.monotonic()
    health = whole.health()
    assert time.monotonic() - began < AT_MOST
    assert health["status"] == "red" and not health["redis"]["ok"] and health["database"]["ok"]

    whole.valkey.thaw()
    wait_until(whole.healthy, 10, what="green health")


def test_health_is_red_while_postgresql_is_dead(whole):
    whole.kill("postgres")
    began = time.monotonic()
    health = whole.health()
    assert time.monotonic() - began < 4
    assert health["status"] == "red" and not health["database"]["ok"] and health["redis"]["ok"]

    whole.spawn("postgres")
    wait_until(whole.healthy, 25, what="green health")
