"""What wears an operator down: a way back of one step for each letter, a refusal said behind its dialog."""

import re

import pytest
from playwright.sync_api import expect

from tickets.models import Ticket, View

pytestmark = pytest.mark.requirement("R15")


def conversation(ticket) -> str:
    return f"/desk/tickets/{ticket.pk}/"


def overlap(one, other) -> bool:
    across = one["x"] < other["x"] + other["width"] and other["x"] < one["x"] + one["width"]
    return across and one["y"] < other["y"] + other["height"] and other["y"] < one["y"] + one["height"]


def test_back_leaves_a_search_at_once_however_slowly_it_was_typed(at_desk, double_charge, alice):
    page = at_desk(alice)
    page.keyboard.press("/")
    page.wait_for_url("**/desk/search/")
    for begun in ("char", "charge", "charged"):
        page.locator("#search-text").fill(begun)
        page.wait_for_url(f"**/desk/search/?q={begun}")
    page.go_back()
    page.wait_for_url("**/desk/")


def test_on_a_phone_the_bell_stands_beside_the_search_not_in_it(at_desk, double_charge, alice):
    page = at_desk(alice, "/desk/search/?q=twice", width=360, height=740)
    bell, field = page.locator(".bell__button"), page.locator("#search-text")
    assert not overlap(bell.bounding_box(), field.bounding_box())
    page.get_by_text("Narrow down").click()
    until = page.get_by_label("Until").bounding_box()
    assert until["x"] + until["width"] <= 360


def test_what_no_longer_fits_the_words_is_not_chosen_by_enter(at_desk, double_charge, alice, dave, cards):
    other, _ = Ticket.open(customer=dave, channel="email", text="Again", by=dave, department=cards)
    page = at_desk(alice, conversation(double_charge))
    page.get_by_role("log", name="Conversation").focus()
    page.keyboard.press("Shift+M")
    dialog = page.locator("#act[open]")
    box, found = dialog.get_by_role("combobox"), dialog.get_by_role("option", name=re.compile(f"#{other.pk}"))
    box.fill(f"#{other.pk}")
    found.wait_for()
    box.fill(f"#{other.pk}0000")
    dialog.get_by_text("No open ticket of yours has these words.").wait_for()
    expect(found).to_have_count(0)


def test_a_refusal_is_said_in_front_of_its_dialog_in_words_that_fit(at_desk, double_charge, alice, faults):
    view = View.keep(name="Mornings", query={"view": ["all"]}, is_shared=False, by=alice)
    page = at_desk(alice, f"/desk/?{view.address}")
    page.get_by_role("button", name="Change the view").click()
    dialog = page.locator("#act[open]")
    dialog.get_by_label("Name").fill("Evenings")
    View.objects.all().delete()
    dialog.get_by_role("button", name="Save").click()
    said = page.get_by_text("This is no longer there, or no longer yours to see.")
    expect(said).to_be_visible()
    assert page.evaluate("document.getElementById('toasts').matches(':popover-open')"), "in front, not behind"
    expect(dialog.get_by_label("Name")).to_have_value("Evenings")


def test_what_is_said_of_an_act_leaves_the_composer_free(at_desk, double_charge, alice):
    page = at_desk(alice, conversation(double_charge))
    page.get_by_role("button", name="Resolve", exact=True).click()
    toast = page.locator("desk-toast").filter(has_text="Undo")
    toast.wait_for()
    assert not overlap(toast.bounding_box(), page.locator("reply-composer").bounding_box())


@pytest.mark.requirement("R126")
@pytest.mark.parametrize("language", ["en", "ru"])
def test_who_whispered_and_takes_over_writes_to_the_customer(at_desk, double_charge, alice, bob, sam, language):
    type(sam).objects.filter(pk=sam.pk).update(language=language)
    double_charge.take(by=alice)
    double_charge.set_priority(3, by=alice)
    page = at_desk(sam, conversation(double_charge))
    page.keyboard.press("h")
    whisper = page.locator("[name=mode][value=whisper]")
    expect(whisper).to_have_attribute("aria-pressed", "true")
    acts, over = page.locator("[data-ticket-header]"), page.locator("[hx-post$='takeover/'].from-middle")
    edge = acts.bounding_box()
    assert over.bounding_box()["x"] + over.bounding_box()["width"] <= edge["x"] + edge["width"]
    over.click()
    expect(page.locator("[name=mode][value=reply]")).to_have_attribute("aria-pressed", "true")
    expect(whisper).to_be_hidden()


def test_every_act_of_a_long_menu_is_reached_on_a_phone(at_desk, double_charge, alice, sam):
    double_charge.take(by=alice)
    page = at_desk(sam, conversation(double_charge), width=360, height=640)
    page.get_by_label("More actions").click()
    page.get_by_role("button", name="Split off a ticket").click()
    expect(page.get_by_role("heading", name="Split off a ticket")).to_be_visible()


def test_the_acts_on_many_stand_in_one_row_on_a_phone(at_desk, double_charge, alice):
    page = at_desk(alice, width=360, height=640, has_touch=True, is_mobile=True)
    page.locator(".ticket-row__pick input").first.evaluate("box => box.click()")
    acts = page.locator(".picked__acts button")
    acts.first.wait_for()
    assert len({round(act.bounding_box()["y"]) for act in acts.all()}) == 1
