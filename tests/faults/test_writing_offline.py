"""Written without a network, by a double click, in two tabs: kept, then there once and in order (F-30)."""

import time

import pytest

from tests.browser.serving import wait_until
from tests.faults.screens import CustomerScreen

pytestmark = pytest.mark.requirement("R2")

LINES = 20


def test_what_both_write_offline_waits_and_is_sent(talk):
    for side in talk.sides:
        side.page.context.set_offline(True)
    for number in range(1, LINES + 1):
        talk.customer.write(f"c{number:02}")
        talk.operator.write(f"o{number:02}")
    talk.customer.page.get_by_text("Waiting for the network").first.wait_for()
    talk.operator.page.get_by_text("Waiting for the network").first.wait_for()
    for side, letter in zip(talk.sides, "co", strict=True):
        assert side.sending() == [f"{letter}{number:02}" for number in range(1, LINES + 1)]
    assert talk.stored() == [talk.hello, "welcome"]

    for side in talk.sides:
        side.page.context.set_offline(False)
    online = time.monotonic()
    texts = [f"{letter}{number:02}" for letter in "co" for number in range(1, LINES + 1)]
    talk.wait_whole([talk.hello, "welcome", *texts], since=online)
    for letter in "co":
        assert [text for text in talk.stored() if text[0] == letter] == [text for text in texts if text[0] == letter]


def test_a_double_click_sends_once(talk):
    for side, text in zip(talk.sides, ["from the customer", "from the operator"], strict=True):
        side.box.fill(text)
        side.page.get_by_role("button", name="Send", exact=True).dblclick()

    talk.wait_whole([talk.hello, "welcome", "from the customer", "from the operator"], since=time.monotonic())


def test_two_tabs_each_send_their_own_and_show_all(talk, tab, bank, new_page):
    beside = CustomerScreen(new_page(beside=talk.customer.page)).open(bank.url)
    colleague = tab(talk.name, talk.ticket)
    for number in range(8):
        for screen, letter in ((talk.customer, "c"), (beside, "d"), (talk.operator, "o"), (colleague, "p")):
            screen.write(f"{letter}{number}")

    texts = [talk.hello, "welcome", *(f"{letter}{number}" for letter in "cdop" for number in range(8))]
    talk.wait_whole(texts, since=time.monotonic())
    stored = talk.stored()
    for letter in "cdop":
        assert [text for text in stored[2:] if text[0] == letter] == [f"{letter}{number}" for number in range(8)]
    wait_until(lambda: beside.texts() == colleague.texts() == stored, 10, "the same on the other two tabs")
