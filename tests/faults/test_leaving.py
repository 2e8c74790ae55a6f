"""Rights lost in the middle of a conversation: the sockets close, and nothing more is heard (S-13, S-14, L-14)."""

import time

import pytest

from tests.browser.serving import wait_until

pytestmark = pytest.mark.requirement("R2", "R8")

WITHIN = 5.0
TABS = 3

ENDS = {
    "change_password": {"password": "another"},
    "sign_out_everywhere": {},
    "deactivate": {},
}


@pytest.fixture
def onlookers(asking, names, tab):
    """Three tabs of one colleague, and one of another, all with the customer's question open."""
    leaver, stayer = names(2)
    tabs = [tab(leaver, asking.ticket)]
    tabs += [tab(leaver, asking.ticket, beside=tabs[0]) for _ in range(TABS - 1)]
    witness = tab(stayer, asking.ticket)
    wait_until(
        lambda: all(asking.hello in each.texts() and each.ear.live for each in [*tabs, witness]), what="all desks"
    )
    return leaver, tabs, witness


def heard_by(witness, asking, text):
    asking.customer.write(text)
    wait_until(lambda: text in witness.texts(), what="the witness's screen")


@pytest.mark.parametrize("end", ENDS)
def test_a_session_that_ends_hears_nothing_more(end, asking, onlookers, driver, figure):
    leaver, tabs, witness = onlookers
    before, after = f"before {leaver} goes", f"after {leaver} went"
    heard_by(witness, asking, before)
    # Until the lists are fetched as well: from then on only the server can tell the tabs, none asks by itself.
    wait_until(lambda: all(before in each.texts() and before in each.rows() for each in tabs), what="all desks")

    getattr(driver, end)(name=leaver, **ENDS[end])
    began = time.monotonic()
    wait_until(lambda: all("You are signed out." in "".join(each.strips()) for each in tabs), WITHIN, "the strips")
    figure(f"signed out by {end}", time.monotonic() - began)

    heard_by(witness, asking, after)
    assert all(each.lost(each.ear.socket) for each in tabs)
    assert not any(after in each.page.content() for each in tabs)
    assert all(before in each.texts() for each in tabs)


def test_who_leaves_the_department_hears_nothing_more(asking, onlookers, driver, figure):
    leaver, tabs, witness = onlookers
    after, sockets = f"after {leaver} went", [each.ear.socket for each in tabs]

    driver.leave(name=leaver)
    began = time.monotonic()
    wait_until(lambda: all(each.lost(socket) for each, socket in zip(tabs, sockets, strict=True)), WITHIN, "the end")
    figure("closed by leaving the department", time.monotonic() - began)

    heard_by(witness, asking, after)
    wait_until(lambda: all(each.page.locator("reply-composer[shut]").count() for each in tabs), 15, "shut composers")
    assert not any(after in each.page.content() for each in tabs)
