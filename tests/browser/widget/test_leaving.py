"""A customer ends the chat himself: found where he looks for it, asked once, said plainly."""

import pytest
from playwright.sync_api import expect

from tests.browser.serving import wait_until
from tests.browser.widget.conftest import log, shown, write
from tests.browser.widget.far_side import Refused
from tests.browser.widget.test_reception import focused, menu
from tests.browser.widget.test_talking_richly import findings


def end(page):
    return page.get_by_role("button", name="End the chat")


@pytest.mark.requirement("R19")
def test_a_customer_ends_the_chat_and_is_asked_whether_it_is_solved(talking, far_side):
    far_side.join()
    log(talking).get_by_text("Alice Moreau joined").wait_for()

    end(menu(talking)).click()
    talking.get_by_text("the conversation goes on right here").wait_for()
    assert far_side.only().status == "joined"
    end(talking).click()

    log(talking).get_by_text("You ended the chat").wait_for()
    talking.get_by_text("Was your question solved?").wait_for()
    assert far_side.only().status == "closed" and focused(talking) == "More"
    assert end(menu(talking)).count() == 0


def test_who_waits_is_told_what_it_means_and_may_stay(talking, far_side):
    end(menu(talking)).click()
    talking.get_by_text("You leave the queue").wait_for()
    talking.get_by_role("button", name="Back to the chat").last.click()

    talking.get_by_role("textbox", name="Message").wait_for()
    assert far_side.only().status == "queued"


def test_without_a_network_nothing_ends_and_it_can_be_tried_again(talking, far_side, faults):
    end(menu(talking)).click()
    far_side.faults = [lambda method, path: Refused(503) if path.endswith("/end") else None]
    end(talking).click()
    talking.get_by_text("This did not work. Try again.").wait_for()
    assert far_side.only().status == "queued"
    far_side.faults = []

    end(talking).click()

    log(talking).get_by_text("You ended the chat").wait_for()


def test_before_the_first_word_there_is_nothing_to_end_nor_while_one_is_on_its_way(visit, far_side, faults):
    page = visit()
    more = menu(page)
    more.get_by_text("Earlier conversations").wait_for()
    assert end(more).count() == 0
    page.keyboard.press("Escape")
    far_side.faults = [lambda method, path: Refused(503) if path.endswith("/messages") else None]
    write(page, "Hello")
    log(page).get_by_text("Sending").wait_for()
    more = menu(page)
    more.get_by_text("Earlier conversations").wait_for()
    assert end(more).count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_where_the_chat_is_ended(talking, theme):
    talking.emulate_media(color_scheme=theme)
    end(menu(talking)).click()
    talking.get_by_text("You leave the queue").wait_for()

    assert findings(talking) == []


def test_the_sites_greeting_stays_above_the_first_message(visit, far_side):
    page = visit()
    greeting = "Ask us about your card or a payment."
    log(page).get_by_text(greeting).wait_for()
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()
    wait_until(lambda: far_side.only().seen["read"] == 1, what="the first fetch")
    expect(log(page).get_by_text(greeting)).to_be_visible()
    assert shown(page) == ["Hello"]
    assert log(page).locator(".log > *").first.inner_text() == "Today"
