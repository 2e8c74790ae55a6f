"""The operator's speed in a browser: suggestions, macros, merging and splitting, by the keyboard and clean."""

import re

import pytest
from playwright.sync_api import expect

from automation.models import Macro
from tests.browser.serving import wait_until
from tests.browser.test_looks import findings, scrolls_sideways
from tickets.models import CannedReply, Ticket


def dialog(page):
    return page.locator("#act[open]")


@pytest.fixture
def another(dave, cards):
    """A second ticket of Dave's."""
    ticket, _ = Ticket.open(customer=dave, channel="email", text="Twice charged, again", by=dave, department=cards)
    return ticket


@pytest.mark.requirement("R15")
def test_a_suggestion_is_put_in_by_a_key_leaves_when_one_writes_and_can_be_turned_off(at_desk, double_charge, alice):
    CannedReply.objects.create(shortcut="twice", title="Charged twice", text="Sorry, {customer}.")
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")
    chip = page.get_by_role("button", name="Charged twice")
    box = page.get_by_role("textbox", name="Reply")
    before = box.bounding_box()
    expect(chip).to_be_visible()
    assert box.bounding_box() == before, "nothing moved when it came"
    page.keyboard.press("Alt+1")
    expect(box).to_have_value("Sorry, Dave Okafor.")
    expect(chip).to_be_hidden()
    assert not double_charge.messages.filter(author_kind="agent").exists()
    box.fill("")
    page.get_by_role("button", name="No more suggestions").click()
    page.get_by_text("My profile brings them back").wait_for()
    expect(chip).to_have_count(0)


@pytest.mark.requirement("R143")
def test_two_tickets_are_merged_by_the_keyboard_and_parted_again(at_desk, double_charge, another, alice):
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")
    page.get_by_role("log", name="Conversation").focus()
    page.keyboard.press("Shift+M")
    expect(dialog(page).get_by_role("combobox")).to_be_focused()
    dialog(page).get_by_role("option", name=re.compile(f"#{another.pk}")).wait_for()
    assert not findings(page)
    page.keyboard.press("Enter")
    merge = dialog(page).get_by_role("button", name="Merge", exact=True)
    expect(merge).to_be_focused()
    dialog(page).get_by_text("Can you help?").wait_for()
    assert not (found := findings(page)), found
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/tickets/{another.pk}/")
    page.get_by_role("button", name="Show what was said there").click()
    page.get_by_role("log", name="Conversation").get_by_text("Can you help?").wait_for()
    page.get_by_role("link", name=f"#{double_charge.pk}", exact=True).click()
    page.locator("reply-composer:defined").wait_for()
    page.get_by_role("button", name="Part them again").click()
    wait_until(lambda: Ticket.objects.get(pk=double_charge.pk).status == "new", what="both as they were")


@pytest.mark.requirement("R143")
def test_a_message_becomes_a_ticket_of_its_own(at_desk, double_charge, alice):
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")
    for look in (True, False):
        page.locator('#conversation [data-seq="1"]').hover()
        page.get_by_role("button", name="More about this message").click()
        page.get_by_role("menuitem", name="Split off from here").click()
        dialog(page).get_by_role("checkbox").first.wait_for()
        if look:
            assert not (found := findings(page)), found
            # It leaves marks of its own on what it has looked at.
            page.reload()
            page.locator("message-menu:defined").wait_for(state="attached")
    dialog(page).get_by_role("button", name="Split off").click()
    wait_until(lambda: Ticket.objects.filter(split_from=double_charge).exists(), what="the new ticket")
    page.wait_for_url(f"**/tickets/{Ticket.objects.get(split_from=double_charge).pk}/")


@pytest.mark.requirement("R143")
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (360, 740)])
def test_a_macro_is_built_step_by_step(at_desk, double_charge, alice, width, height):
    page = at_desk(alice, "/desk/settings/macros/new/", width=width, height=height)
    page.get_by_label("Name").fill("Say hello")
    page.get_by_label("Add a step").select_option(label="Resolve")
    page.get_by_role("group", name="1. Resolve").wait_for()
    page.get_by_label("Add a step").select_option(label="Reply to the customer")
    page.get_by_label("Text of the reply").fill("Hello, {customer}")
    page.get_by_role("button", name="Move up: Reply to the customer").click()
    page.get_by_role("group", name="1. Reply to the customer").wait_for()
    page.get_by_role("button", name="Try on the last ticket").click()
    page.get_by_text("Hello, Dave Okafor").wait_for()
    assert not (found := findings(page)), found
    assert not scrolls_sideways(page)
    page.get_by_role("button", name="Create the macro").click()
    page.get_by_text("Say hello").wait_for()
    assert [step["do"] for step in Macro.objects.get().steps] == ["reply", "resolve"]
    assert Ticket.objects.get(pk=double_charge.pk).status == "new"
