"""A hint that never came: the heartbeat tells of it, and the screens fetch what they lack (L-06, L-07)."""

import time

import pytest

from tests.faults.house import Driver

pytestmark = pytest.mark.requirement("R2")


@pytest.fixture
def far_away(whole):
    """A process that writes into the same database, whose Redis is another: nobody is told."""
    driver = Driver(whole, REDIS_URL="unix:///nowhere/valkey")
    yield driver
    driver.stop()


def test_both_screens_fetch_what_nobody_told_them(talk, far_away, figure):
    sockets = [side.ear.socket for side in talk.sides]
    for side in talk.sides:
        side.ear.heard.clear()

    far_away.reply(name=talk.name, ticket=talk.ticket, text="did you hear me?")
    far_away.receive(ticket=talk.ticket, text="no, nothing")
    written = time.monotonic()

    texts = [talk.hello, "welcome", "did you hear me?", "no, nothing"]
    figure("a lost hint made good", talk.wait_whole(texts, since=written))
    assert [side.ear.socket for side in talk.sides] == sockets
    for side in talk.sides:
        assert "heartbeat" in side.ear.heard
        assert not {"message", "fragment"} & set(side.ear.heard)
