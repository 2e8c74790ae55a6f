"""The header and the side panel: each everyday act in two keys or clicks, undone by one, seen at once by colleagues."""

import pytest
from playwright.sync_api import expect

from customers.models import Customer
from tests.browser.serving import wait_until
from tests.browser.test_looks import findings, scrolls_sideways
from tickets.models import Tag, Ticket


def side(page):
    return page.get_by_role("complementary", name="Customer")


def dialog(page):
    return page.locator("#act[open]")


def leave_the_field(page):
    page.get_by_role("log", name="Conversation").focus()


@pytest.mark.requirement("R143", "R28")
def test_everyday_acts_take_two_keys_and_one_undoes_them(at_desk, double_charge, alice, bob):
    Tag.named("refund")
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/")
    colleague = at_desk(bob, f"/desk/tickets/{double_charge.pk}/")
    side(colleague).get_by_label("Priority").wait_for()
    side(page).get_by_label("Priority").wait_for()

    page.keyboard.press("p")
    expect(dialog(page).get_by_role("combobox", name="Find a colleague")).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_text("You have it").wait_for()
    colleague.get_by_text("Alice has it").wait_for()
    page.keyboard.press("z")
    page.get_by_text("Nobody has it").wait_for()

    page.keyboard.press("s")
    expect(dialog(page).locator("choice-list button").first).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_text("Snoozed.").wait_for()
    assert Ticket.objects.get(pk=double_charge.pk).snoozed_until
    page.keyboard.press("w")
    wait_until(lambda: Ticket.objects.get(pk=double_charge.pk).snoozed_until is None, what="the ticket awake")

    page.keyboard.press("i")
    expect(dialog(page).get_by_role("button", name="Normal")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(side(colleague).get_by_label("Priority")).to_have_value("3")

    page.keyboard.press("f")
    side(colleague).get_by_text("Followed by").wait_for()

    page.keyboard.press("l")
    page.keyboard.type("ref")
    side(page).get_by_role("option", name="refund").wait_for()
    page.keyboard.press("Enter")
    side(colleague).get_by_role("button", name="Remove tag refund").wait_for()
    expect(side(page).get_by_role("combobox", name="Add a tag")).to_be_focused()

    leave_the_field(page)
    page.keyboard.press("F2")
    dialog(page).get_by_label("Subject").fill("Two payments for one coffee")
    page.keyboard.press("Enter")
    colleague.get_by_role("heading", name="Two payments for one coffee").wait_for()


@pytest.mark.requirement("R57", "R143")
def test_a_caller_becomes_a_ticket_without_the_mouse(at_desk, alice, double_charge):
    page = at_desk(alice)
    page.locator("local-time time").first.wait_for()

    page.keyboard.press("c")
    expect(dialog(page).get_by_role("combobox", name="Customer")).to_be_focused()
    page.keyboard.type("okafor")
    dialog(page).get_by_role("option", name="Dave Okafor").wait_for()
    page.keyboard.press("Enter")
    dialog(page).get_by_text("Is it about the same?").wait_for()
    expect(dialog(page).get_by_label("What it is about")).to_be_focused()
    page.keyboard.type("He wants a new card")
    page.keyboard.press("Control+Enter")

    page.get_by_role("heading", name="He wants a new card").wait_for()
    ticket = Ticket.objects.latest("pk")
    assert page.url.endswith(f"/desk/tickets/{ticket.pk}/")
    assert (ticket.customer, ticket.channel) == (double_charge.customer, "phone")
    expect(page.get_by_role("log", name="Conversation")).to_be_focused()


@pytest.mark.requirement("R8")
def test_two_who_write_notes_at_once_lose_nothing(at_desk, double_charge, alice, bob, dave, faults):
    first, second = (at_desk(who, f"/desk/tickets/{double_charge.pk}/") for who in (alice, bob))
    notes = [side(page).get_by_label("Notes about the customer") for page in (first, second)]
    notes[1].press_sequentially("Travels")
    side(second).get_by_text("Saved").wait_for()
    expect(notes[0]).to_have_value("Travels")

    # Bob has his hands on the keys, so Alice's words do not replace his under them.
    notes[1].focus()
    notes[0].fill("Travels. Calls on Mondays")
    side(first).get_by_text("Saved").wait_for()
    notes[1].press_sequentially(" to Poland")
    side(second).get_by_role("button", name="Keep both").click()

    both = "Travels. Calls on Mondays\nTravels to Poland"
    wait_until(lambda: Customer.objects.get(pk=dave.pk).notes == both, what="both notes in the customer’s card")


@pytest.mark.requirement("R145")
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_dialogs_and_the_panel_are_clean_and_fit(at_desk, double_charge, alice, dave, width, scheme):
    double_charge.tag(Tag.named("refund"), by=alice)
    dave.identify("phone", "+380440000001", by=alice)
    # Nothing is judged half-way through its entrance.
    still = {"width": width, "color_scheme": scheme, "reduced_motion": "reduce"}
    page = at_desk(alice, f"/desk/tickets/{double_charge.pk}/", **still)
    page.goto(page.url.partition("#")[0] + "#customer")
    side(page).get_by_label("Priority").wait_for()
    assert not findings(page)
    assert not scrolls_sideways(page)

    page.goto(page.url.partition("#")[0] + "#conversation")
    for key in "psdic":
        leave_the_field(page)
        page.keyboard.press(key)
        dialog(page).get_by_role("heading").wait_for()
        assert not (found := findings(page)), (key, found)
        assert not scrolls_sideways(page), key
        page.keyboard.press("Escape")
        dialog(page).wait_for(state="hidden")


def test_a_box_made_taller_comes_back_with_what_is_missing_and_nothing_breaks_our_policy(at_desk, alice, faults):
    page = at_desk(alice)
    page.get_by_role("button", name="New ticket").click()
    box = dialog(page).get_by_role("textbox", name="What it is about")
    box.fill("A caller wants his card back")
    # What dragging its corner does.
    box.evaluate("box => { box.style.height = '180px' }")

    dialog(page).get_by_role("button", name="Create", exact=True).click()

    dialog(page).get_by_text("Say who it is").first.wait_for()
    expect(box).to_have_value("A caller wants his card back")
