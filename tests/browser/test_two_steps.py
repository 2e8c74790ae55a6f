"""docs/operator.md's table of everyday actions, done line by line as it says: each works, in two clicks or two keys."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.browser.everyday import ACTIONS, SPECIAL, Stage
from tests.browser.serving import wait_until

MOST = 2
STEP = re.compile(r"^(?:\*\*(?P<press>.+)\*\*|`(?P<key>.+)`|\*(?P<fill>.+)\*)$")
HEADING = "| action | with the mouse | with the keys |"


def table() -> dict[str, tuple[list, list]]:
    """Action to its two ways; a way is steps of (kind, what)."""
    text = (Path(settings.BASE_DIR) / "docs/operator.md").read_text()
    lines = text.partition(HEADING)[2].partition("\n\n")[0].strip().splitlines()[1:]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {action: (steps(mouse), steps(keys)) for action, mouse, keys in rows}


def steps(way: str) -> list[tuple[str, str]]:
    found = [STEP.match(step.strip()) for step in way.split("→")]
    assert all(found), f"not a way: {way}"
    return [next((kind, what) for kind, what in step.groupdict().items() if what) for step in found]


def presses(way) -> int:
    return sum(kind != "fill" for kind, _ in way)


@pytest.mark.requirement("R143")
def test_no_everyday_action_takes_more_than_two_clicks_or_keys():
    rows = table()
    assert set(rows) == set(ACTIONS), "what stands in the table and what is tried here are not the same"
    long = [(action, way) for action, ways in rows.items() for way in ways if not 0 < presses(way) <= MOST]
    assert not long


@pytest.mark.requirement("R143")
@pytest.mark.parametrize("way", ["mouse", "keys"])
def test_everyday_actions_are_done_as_the_document_says(watch, at_desk, cards, transfers, alice, bob, carol, dave, way):
    # A ticket that was sent to others is out of reach for what the page still asks about it.
    watch.tolerated = ("status of 404",)
    stage = Stage(
        at_desk(alice, "/desk/"), cards=cards, transfers=transfers, alice=alice, bob=bob, carol=carol, dave=dave
    )
    failures = []
    for action, ways in table().items():
        try:
            play(stage, ACTIONS[action], ways[way == "keys"], way)
        except Exception as error:
            failures.append(f"{action}, by {way}: {str(error).splitlines()[0]}")
            stage.page.screenshot(path=f"test-results/two-steps-{way}-{len(failures)}.png")
            stage.calm()
    assert not failures, "\n".join(failures)


def play(stage, action, steps, way):
    stage.begin(action, way)
    fills = iter(action.fills_for(way))
    for number, (kind, what) in enumerate(steps, 1):
        if number == len(steps):
            action.before_last(stage)
        if kind == "fill":
            next(fills)(stage)
        elif kind == "key":
            stage.key(what)
        else:
            SPECIAL.get(what, lambda stage, what=what: stage.press(what))(stage)
    wait_until(lambda: action.proof(stage), patience=10, what="what it should have done")
