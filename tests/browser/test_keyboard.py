"""The desk without a mouse: the palette finds what to do and where to go, keys do it, the sheet says which."""

import pytest

from tests.browser.serving import wait_until
from tests.browser.test_looks import findings, scrolls_sideways


def palette(page):
    return page.get_by_role("dialog", name="Command palette")


def chosen(page):
    return palette(page).locator('[role="option"][aria-selected="true"]')


def type_into_palette(page, text, expected):
    page.keyboard.press("Control+k")
    palette(page).get_by_role("combobox", name="Search or type a command").wait_for()
    page.keyboard.type(text)
    palette(page).get_by_role("option").filter(has_text=expected).first.wait_for()


@pytest.mark.requirement("R143")
def test_from_the_palette_to_a_ticket_and_through_it_by_keys_alone(at_desk, double_charge, alice, bob):
    page = at_desk(alice)
    page.get_by_role("list", name="Tickets").get_by_text("I was charged twice").wait_for()

    type_into_palette(page, "charg", f"#{double_charge.pk}")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="I was charged twice.").wait_for()
    assert not palette(page).is_visible()

    page.keyboard.press("t")
    wait_until(lambda: reload(double_charge).assignee == alice, what="the ticket taken by a key")
    page.keyboard.press("n")
    page.keyboard.type("t and e typed into a note do nothing")
    page.keyboard.press("Control+Enter")
    page.get_by_role("log", name="Conversation").get_by_text("typed into a note").wait_for()

    page.keyboard.press("Escape")
    type_into_palette(page, "reso", "Resolve")
    assert chosen(page).locator("kbd").inner_text() == "E"
    page.keyboard.press("Enter")
    wait_until(lambda: reload(double_charge).status == "solved", what="the ticket resolved from the palette")

    page.keyboard.press("g")
    page.keyboard.press("c")
    page.get_by_role("region", name="Solved and closed").wait_for()


def test_the_palette_speaks_to_who_does_not_see_it(at_desk, double_charge, alice):
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")
    page.get_by_role("button", name="Take").first.wait_for()
    page.get_by_role("combobox", name="Search or type a command").wait_for(state="hidden")

    page.keyboard.press("Control+k")
    box = palette(page).get_by_role("combobox")
    first = chosen(page).get_attribute("id")
    assert box.get_attribute("aria-activedescendant") == first
    page.keyboard.press("ArrowDown")
    assert box.get_attribute("aria-activedescendant") == chosen(page).get_attribute("id") != first
    page.keyboard.type("zzzz")
    palette(page).get_by_text("Nothing found. Enter searches all tickets.").wait_for()
    assert palette(page).get_by_role("status").inner_text() == "Nothing found"
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/search/?q=zzzz")
    page.get_by_role("heading", name="Nothing found").wait_for()


@pytest.mark.requirement("R145")
@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (360, "light")])
def test_the_palette_and_the_sheet_are_clean_and_fit(at_desk, double_charge, alice, width, scheme):
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/", width=width, height=740, color_scheme=scheme)
    page.locator("command-palette:defined").wait_for(state="attached")

    type_into_palette(page, "r", "Reply")
    assert not (found := findings(page)), found
    assert not scrolls_sideways(page)
    page.keyboard.press("Escape")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keyboard shortcuts").wait_for()
    assert not (found := findings(page)), found
    assert not scrolls_sideways(page)


def test_a_search_is_read_and_opened_by_keys(at_desk, double_charge, alice, bob, new_id):
    double_charge.reply(text="The refund comes on Monday", client_id=new_id(), by=bob)
    page = at_desk(alice)
    page.get_by_role("list", name="Tickets").get_by_text("refund").wait_for()

    page.keyboard.press("/")
    page.wait_for_url("**/desk/search/")
    page.get_by_role("searchbox", name="Search tickets, customers and messages").wait_for()
    page.keyboard.type("refunds")
    page.locator("mark", has_text="refund").wait_for()
    page.locator("#search-text").blur()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")

    line = page.get_by_role("log", name="Conversation").get_by_text("The refund comes on Monday")
    line.wait_for()
    wait_until(lambda: "#message-" in page.url, what="the message in the address")


def test_keys_of_a_russian_layout_do_the_same_and_may_be_switched_off(at_desk, double_charge, alice):
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")
    page.get_by_role("button", name="Take").first.wait_for()

    page.evaluate(
        """document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "е", code: "KeyT", bubbles: true}))"""
    )
    wait_until(lambda: reload(double_charge).assignee == alice, what="the ticket taken")

    alice.single_keys = False
    alice.save()
    page.reload()
    page.get_by_role("button", name="Resolve").first.wait_for()
    page.keyboard.press("e")
    page.keyboard.press("g")
    page.keyboard.press("c")
    page.keyboard.press("Control+k")
    palette(page).get_by_role("option").first.wait_for()
    assert reload(double_charge).status == "open"
    assert f"/tickets/{double_charge.pk}/" in page.url


def reload(ticket):
    return type(ticket).objects.select_related("assignee").get(pk=ticket.pk)
