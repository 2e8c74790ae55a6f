"""The list an operator works from, in a real browser: it moves for nobody, and takes many at once."""

import re
from datetime import timedelta
from itertools import count

import pytest
from django.utils import timezone

from tests.browser.serving import wait_until
from tickets.models import Ticket, View


@pytest.fixture
def five(cards, dave):
    return [
        Ticket.open(customer=dave, channel="email", text=f"Question {number}", by=dave, department=cards)[0]
        for number in range(5)
    ]


def rows(page):
    return page.get_by_role("list", name="Tickets").get_by_role("link")


def statuses(tickets) -> list[str]:
    return [Ticket.objects.get(pk=ticket.pk).status for ticket in tickets]


def test_nothing_moves_under_the_pointer(at_desk, five, alice, dave, cards):
    page = at_desk(alice)
    row = page.locator(f"#row-{five[2].pk}")
    row.hover()
    before = row.bounding_box()

    Ticket.open(customer=dave, channel="widget", text="Fresh from the bank", by=dave, department=cards)
    news = page.get_by_role("button", name="New: 1")
    # The pointer is at work: whoever is about to press still presses what he sees.
    steps = count()

    def told_while_it_moves():
        page.mouse.move(before["x"] + 20 + next(steps) % 2, before["y"] + 20)
        return news.is_visible()

    wait_until(told_while_it_moves, what="word of the new ticket")
    assert row.bounding_box() == before
    assert page.get_by_text("Fresh from the bank").count() == 0

    news.click()
    page.get_by_text("Fresh from the bank").wait_for()
    assert "Fresh from the bank" in rows(page).first.inner_text()


def test_the_focus_and_what_is_chosen_outlive_news(at_desk, five, alice, dave, cards):
    page = at_desk(alice)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    focused = page.evaluate("document.activeElement.id")

    Ticket.open(customer=dave, channel="widget", text="Fresh from the bank", by=dave, department=cards)
    page.get_by_text("Fresh from the bank").wait_for()

    assert page.evaluate("document.activeElement.id") == focused
    assert page.get_by_role("region", name="Chosen tickets").get_by_text("Chosen: 1").is_visible()


def test_tickets_are_chosen_by_keys_resolved_together_and_brought_back(at_desk, five, alice):
    # What a colleague did meanwhile has not come yet.
    page = at_desk(alice, deaf=True)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_text("Chosen: 1").wait_for()
    for _step in range(3):
        page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    page.get_by_text("Chosen: 4").wait_for()
    # Somebody was quicker with one of them.
    Ticket.objects.get(pk=five[2].pk).close(by=alice)

    page.get_by_role("button", name="Resolve the chosen").click()
    page.get_by_text("3 tickets resolved").first.wait_for()
    page.get_by_text("1 was left as it is:").wait_for()
    assert statuses(five) == ["new", "solved", "closed", "solved", "solved"]

    page.keyboard.press("z")
    page.get_by_text("3 tickets are as they were").wait_for()
    assert statuses(five) == ["new", "open", "closed", "open", "open"]


def test_a_range_is_chosen_with_shift_and_all_with_one_box(at_desk, five, alice):
    page = at_desk(alice)
    boxes = page.get_by_role("checkbox", name=re.compile("^Select #"))
    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    page.get_by_text("Chosen: 3").wait_for()
    page.get_by_role("region", name="Chosen tickets").get_by_role("checkbox").click()
    page.get_by_text("Chosen: 5").wait_for()
    page.get_by_role("button", name="Choose none").click()
    assert not page.get_by_role("region", name="Chosen tickets").is_visible()


def test_a_list_is_narrowed_kept_under_a_name_and_left_by_the_back_button(at_desk, five, alice, bob):
    Ticket.objects.filter(pk=five[1].pk).update(priority=4, answer_due_at=timezone.now() - timedelta(minutes=90))
    colleague = at_desk(bob, f"/desk/tickets/{five[1].pk}/")
    colleague.get_by_role("log", name="Conversation").wait_for()
    page = at_desk(alice)

    page.get_by_role("button", name="Filter").click()
    page.get_by_role("checkbox", name="Urgent").check()
    page.get_by_role("button", name="Show tickets").click()
    page.wait_for_url("**/desk/?view=all&priority=4")
    assert rows(page).count() == 1
    row = rows(page).first
    row.get_by_text("Bob is here").wait_for(state="attached")
    assert "1 h 30 min late" in row.inner_text()

    page.get_by_role("button", name="Save as a view").click()
    page.get_by_role("textbox", name="Name").fill("Burning")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("navigation", name="Queues").get_by_role("link", name="Burning").wait_for()
    assert View.objects.get().query == {"view": "all", "priority": ["4"]}
    wait_until(lambda: "1" in page.get_by_role("link", name="Burning").inner_text(), what="its number")

    page.get_by_role("link", name="Remove the filter").click()
    wait_until(lambda: rows(page).count() == 5, what="all of them")
    page.go_back()
    wait_until(lambda: rows(page).count() == 1, what="the list as it was")
