"""A customer and an operator talk on in real browsers while every server dies (F-03, F-04, F-05, F-06, F-07, F-10)."""

import pytest
import redis

from tests.faults.talk import EACH, Fault

pytestmark = pytest.mark.requirement("R2")


def killed(name, *parts, **about):
    """Killed at once, started again in this order."""
    return Fault(
        name,
        strike=lambda house: house.kill(*parts),
        mend=lambda house: house.spawn(*parts),
        mended=lambda house: house.ready(*parts),
        **about,
    )


FAULTS = [
    killed("redis killed", "valkey", lasts=8, health="red", talk_goes_on=True),
    Fault(
        "redis frozen",
        strike=lambda house: house.valkey.freeze(),
        lasts=15,
        mend=lambda house: house.valkey.thaw(),
        health="red",
        talk_goes_on=True,
    ),
    Fault("redis emptied", strike=lambda house: redis.from_url(house.valkey.url).flushall()),
    killed("web killed", "web", lasts=3),
    killed("worker killed", "worker", lasts=3, health="green", talk_goes_on=True),
    # Longer than sockets are trusted without the database: what they were not told meanwhile must be made good.
    killed("postgres killed", "postgres", lasts=11, within=15),
    killed("everything killed", "web", "worker", "valkey", "postgres", lasts=3),
]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_conversation_outlives(fault, talk, figure):
    course = talk.go_on_through(fault)

    texts = [talk.hello, "welcome", *(f"{side}{number:02}" for side in "co" for number in range(1, EACH + 1))]
    seconds = talk.wait_whole(texts, since=course.ended, within=fault.within)
    figure(f"whole after {fault.name}", seconds)
    for side in "co":
        assert [text for text in talk.stored() if text.startswith(side)] == [
            f"{side}{n:02}" for n in range(1, EACH + 1)
        ]
    figure(f"heard after {fault.name}", talk.hears_at_once())
    assert not any(side.was_reloaded() for side in talk.sides)
    if fault.talk_goes_on:
        assert course.crossed == {"customer": True, "operator": True}
    if fault.health and fault.lasts:
        assert set(course.health) == {fault.health}
    talk.wait_healthy()
