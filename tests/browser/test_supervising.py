"""A supervisor beside an operator: the board lives, a whisper is seen at once, taking over is told (R124, R126)."""

import uuid

import pytest
from playwright.sync_api import expect

from accounts.models import Presence
from tests.browser.serving import wait_until
from tests.browser.test_looks import SIZES, findings, scrolls_sideways
from tickets.models import Ticket

pytestmark = pytest.mark.requirement("R126")


@pytest.fixture
def led(double_charge, alice):
    """Alice talks with Dave, who has written on."""
    double_charge.take(by=alice)
    return double_charge


def conversation(ticket) -> str:
    return f"/desk/tickets/{ticket.pk}/"


def tile(page, name):
    return page.locator(".stat", has_text=name).locator(".stat__value")


def test_the_board_follows_what_happens_and_leads_to_its_tickets(at_desk, led, alice, sam, dave, cards):
    board = at_desk(sam, "/analytics/")
    expect(tile(board, "In conversation")).to_have_text("1")
    expect(tile(board, "Waiting now")).to_have_text("0")
    board.locator(f"#menu-{sam.pk} summary").click()

    desk = at_desk(alice, conversation(led))
    row = board.locator("#people li", has_text="Alice")
    expect(row).to_contain_text("Online")
    expect(row).to_contain_text("1 chat")
    # An open menu stays open whatever comes.
    expect(board.locator("#people details.menu[open]")).to_have_count(1)
    board.keyboard.press("Escape")
    desk.close()

    Ticket.open(customer=dave, channel="widget", text="Is anybody there?", by=dave, department=cards)
    board.reload()
    expect(tile(board, "Waiting now")).to_have_text("1")
    board.locator(f"#line-{cards.pk}").get_by_role("link", name="1", exact=True).first.click()
    expect(board.get_by_role("list", name="Tickets")).to_contain_text("Is anybody there?")


def test_a_whisper_stands_above_the_operators_answer_until_he_has_heard_it(at_desk, led, alice, sam):
    operator = at_desk(alice, conversation(led))
    supervisor = at_desk(sam, conversation(led))
    expect(supervisor.get_by_text("You watch")).to_be_visible()
    expect(operator.locator("ticket-viewers .avatar")).to_have_attribute("aria-label", "Sam is watching")

    supervisor.keyboard.press("h")
    supervisor.get_by_role("textbox", name="Whisper text").fill("Offer him the refund")
    supervisor.keyboard.press("Control+Enter")
    strip = operator.locator("whisper-strip")
    expect(strip).to_contain_text("Sam whispers: Offer him the refund")
    operator.reload()
    expect(strip).to_contain_text("Offer him the refund")

    strip.get_by_role("button", name="Got it").click()
    expect(strip).to_be_hidden()
    operator.reload()
    expect(operator.get_by_role("log", name="Conversation")).to_contain_text("Offer him the refund")
    expect(strip).to_be_hidden()


def test_taking_over_is_told_to_who_led_and_stops_his_reply_without_losing_it(at_desk, led, alice, sam):
    operator = at_desk(alice, conversation(led))
    supervisor = at_desk(sam, conversation(led))
    operator.get_by_role("textbox", name="Reply").fill("One moment, Dave")
    supervisor.get_by_role("button", name="Take over").click()
    expect(supervisor.get_by_text("You have it")).to_be_visible()
    expect(operator.locator("handed-notice")).to_contain_text("Sam leads this conversation now.")
    expect(operator.locator("#toasts")).to_contain_text(f"Sam has taken over #{led.pk}")
    expect(operator.get_by_role("textbox", name="Reply")).to_have_value("One moment, Dave")

    supervisor.get_by_label("More actions").click()
    supervisor.get_by_role("button", name="Give back to the operator").click()
    expect(supervisor.get_by_text("Alice has it")).to_be_visible()
    expect(operator.locator("handed-notice")).to_be_hidden()


def test_a_reply_written_before_a_take_over_comes_back(at_desk, led, alice, sam, faults):
    operator = at_desk(alice, conversation(led), deaf=True)
    operator.get_by_role("textbox", name="Reply").fill("One moment, Dave")
    led.take_over(by=sam)
    operator.get_by_role("textbox", name="Reply").press("Control+Enter")
    expect(operator.get_by_text("Sam leads this conversation now.").first).to_be_visible()
    expect(operator.get_by_role("textbox", name="Reply")).to_have_value("One moment, Dave")
    assert not led.messages.filter(text="One moment, Dave").exists()


def test_an_operator_who_was_set_away_is_told_and_comes_back(at_desk, led, alice, sam):
    operator = at_desk(alice, conversation(led))
    expect(operator.locator("ticket-viewers")).to_be_attached()
    wait_until(lambda: type(alice).objects.online().exists(), what="be online")
    person = at_desk(sam, f"/analytics/people/{alice.pk}/")
    person.get_by_text("Change", exact=True).click()
    person.get_by_role("button", name="Set to “Away”").click()
    expect(person.locator("#toasts")).to_contain_text("told so")
    expect(operator.get_by_text("Sam set you to “Away”.")).to_be_visible()
    operator.get_by_role("button", name="I am back").click()
    expect(operator.get_by_text("Sam set you to “Away”.")).to_be_hidden()
    operator.locator(".desk__me").click()
    operator.get_by_role("group", name="My presence").get_by_role("button", name="Busy").click()
    wait_until(lambda: Presence.objects.get(user=alice).status == "busy", what="be busy")


@pytest.mark.requirement("R145")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_the_supervisors_pages_are_clean_and_fit(at_desk, led, alice, sam, size, scheme):
    led.reply(text="I see both payments", client_id=uuid.uuid4(), by=alice)
    led.whisper(text="Offer him the refund", client_id=uuid.uuid4(), by=sam)
    alice.presence.see()
    sam.language = "ru" if scheme == "dark" else "en"
    sam.save()
    width, height = SIZES[size]
    page = at_desk(sam, "/analytics/", width=width, height=height, color_scheme=scheme)
    for address in ("/analytics/", "/analytics/?wall=1", f"/analytics/people/{alice.pk}/", conversation(led)):
        page.goto(page.url.split("/analytics")[0].split("/desk")[0] + address)
        page.locator("desk-live").wait_for()
        page.wait_for_load_state("networkidle")
        assert findings(page) == [], address
        assert not scrolls_sideways(page), address
