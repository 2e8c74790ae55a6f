"""What others do meanwhile changes the page, but never under the hand: a click counts, words and focus stay."""

import uuid
from contextlib import contextmanager

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Presence
from core.sweeps.claiming import run_due
from tests.browser.serving import wait_until
from tickets.models import CannedReply, Tag, Ticket

pytestmark = pytest.mark.requirement("R15")
SHOWN = "new Promise((done) => setTimeout(done, 200))"


def conversation(ticket) -> str:
    return f"/desk/tickets/{ticket.pk}/"


def side(page):
    return page.get_by_role("complementary", name="Customer")


@contextmanager
def pressed(page, target, *, until):
    """`target` is pressed by the mouse before what happens inside is told to the page, and let go after it."""
    target.hover()
    page.mouse.down()
    with page.expect_response(lambda answer: until(answer.url, answer.text)):
        yield
    page.evaluate(SHOWN)
    page.mouse.up()


def asked(path, words=""):
    """The answer at this address that brings these words."""
    return lambda url, text: path in url and words in text()


def write(ticket, text):
    ticket = Ticket.objects.get(pk=ticket.pk)
    return ticket.receive(text=text, client_id=uuid.uuid4(), by=ticket.customer)[0]


@pytest.fixture
def in_hand(at_desk, double_charge, alice):
    double_charge.take(by=alice)
    page = at_desk(alice, conversation(double_charge))
    side(page).get_by_label("Priority").wait_for()
    page.locator("message-log[ticket]").wait_for()
    return page


def test_a_row_that_says_something_new_is_still_opened(at_desk, double_charge, alice):
    page = at_desk(alice)
    row = page.locator(f"#row-{double_charge.pk}")
    with pressed(page, row.get_by_text("I was charged twice"), until=asked("/desk/queue/", "And a fee")):
        write(double_charge, "And a fee")
    page.wait_for_url(f"**{conversation(double_charge)}*")


def test_a_count_that_changes_still_leads_to_its_list(at_desk, double_charge, alice, dave, cards):
    page = at_desk(alice)
    count = page.get_by_role("link", name="Unassigned").locator(".count")
    expect(count).to_have_text("1")
    with pressed(page, count, until=asked("/desk/queue/", "Another one")):
        Ticket.open(customer=dave, channel="email", text="Another one", by=dave, department=cards)
    page.wait_for_url("**/desk/?view=unassigned*")


def test_a_waiting_customer_on_the_board_is_opened_though_another_one_left_the_line(
    at_desk, double_charge, alice, sam, eve, cards
):
    second, _ = Ticket.open(customer=eve, channel="widget", text="And me?", by=eve, department=cards)
    board = at_desk(sam, "/analytics/")
    with pressed(board, board.locator(f"#waits-{second.pk} b"), until=asked("/analytics/now/")):
        double_charge.reply(text="It drops off by itself", client_id=uuid.uuid4(), by=alice)
    board.wait_for_url(f"**{conversation(second)}*")


def test_an_open_menu_on_the_board_offers_what_it_did_when_it_was_opened(at_desk, double_charge, alice, sam):
    Presence.objects.create(user=alice, status="online", seen_at=timezone.now())
    board = at_desk(sam, "/analytics/")
    board.locator(f"#menu-{alice.pk} summary").click()
    away = board.get_by_role("button", name="Set to “Away”")
    with pressed(board, away, until=asked("/analytics/now/", "Set to “Online”")):
        alice.presence.go("busy", by=alice)
    wait_until(lambda: Presence.objects.get(user=alice).status == "away", what="Alice away")


def test_a_notice_is_opened_though_another_one_arrives(at_desk, double_charge, alice, bob, dave, cards):
    double_charge.note(text="@Alice look", client_id=uuid.uuid4(), by=bob)
    other, _ = Ticket.open(customer=dave, channel="email", text="Another one", by=dave, department=cards)
    run_due()
    page = at_desk(alice)
    page.get_by_role("button", name="Notices").click()
    link = page.get_by_role("link", name=f"You were mentioned in #{double_charge.pk}")
    with pressed(page, link.get_by_text("You were mentioned"), until=asked("/notices/", f"#{other.pk}")):
        other.note(text="@Alice here too", client_id=uuid.uuid4(), by=bob)
        run_due()
    page.wait_for_url(f"**{conversation(double_charge)}*")


def test_the_bell_keeps_the_focus_and_the_place_when_a_notice_arrives(at_desk, double_charge, alice, bob, dave, cards):
    double_charge.note(text="@Alice look", client_id=uuid.uuid4(), by=bob)
    run_due()
    page = at_desk(alice)
    page.get_by_role("button", name="Notices").click()
    link = page.get_by_role("link", name=f"You were mentioned in #{double_charge.pk}")
    link.focus()
    other, _ = Ticket.open(customer=dave, channel="email", text="Another one", by=dave, department=cards)
    other.note(text="@Alice here too", client_id=uuid.uuid4(), by=bob)
    run_due()
    page.get_by_role("link", name=f"You were mentioned in #{other.pk}").wait_for()
    expect(link).to_be_focused()


def test_a_tag_is_taken_off_though_a_colleague_adds_another(in_hand, double_charge, alice, bob):
    Ticket.objects.get(pk=double_charge.pk).tag(Tag.named("refund"), by=alice)
    off = side(in_hand).get_by_role("button", name="Remove tag refund")
    off.wait_for()
    with pressed(in_hand, off, until=asked("/customer/panel/", "urgent one")):
        Ticket.objects.get(pk=double_charge.pk).tag(Tag.named("urgent one"), by=bob)
    side(in_hand).get_by_role("button", name="Remove tag urgent one").wait_for()
    expect(off).to_have_count(0)


def test_the_focus_in_the_panel_stays_when_a_colleague_changes_it(in_hand, double_charge, dave, bob):
    pencil = side(in_hand).get_by_role("button", name="Change the customer’s name")
    pencil.focus()
    dave.set_preferred_name("Mr Okafor", source="agent", by=bob)
    side(in_hand).get_by_text("Mr Okafor").first.wait_for()
    expect(pencil).to_be_focused()


def test_the_panel_is_asked_for_once_the_page_hears_and_nothing_true_is_drawn_again(at_desk, double_charge, alice):
    """What a colleague changed before the page could hear of it would stay unseen."""
    page = at_desk(alice)
    page.add_init_script("""
        const seen = new Set()
        window.parts = () => [...document.querySelectorAll("side-panel [data-part]")]
        const meet = (part) => seen.has(part.id) || (seen.add(part.id), (part.first = true))
        new MutationObserver(() => window.parts().forEach(meet)).observe(document, { childList: true, subtree: true })
    """)
    with page.expect_response("**/customer/panel/"):
        page.evaluate("address => location.assign(address)", conversation(double_charge))
    page.evaluate(SHOWN)
    parts = page.evaluate("parts().map((part) => [part.id, Boolean(part.first)])")
    assert len(parts) >= 5 and [name for name, first in parts if not first] == []


def test_an_open_menu_in_the_panel_stays_open(in_hand, double_charge, dave, bob):
    dave.identify("phone", "+380440000001", by=bob)
    side(in_hand).locator("#customer-identities .menu summary").click()
    with in_hand.expect_response(lambda answer: "/customer/panel/" in answer.url and "dave@" in answer.text()):
        dave.identify("email", "dave@okafor.example", by=bob)
    in_hand.evaluate(SHOWN)
    side(in_hand).get_by_role("button", name="I have checked it").click()
    in_hand.get_by_role("heading", name="Have you checked it?").wait_for()


def test_a_tag_half_written_stays_when_a_colleague_adds_another(in_hand, double_charge, bob):
    field = side(in_hand).get_by_role("combobox", name="Add a tag")
    field.press_sequentially("double ch")
    in_hand.get_by_role("log", name="Conversation").focus()
    with in_hand.expect_response(lambda answer: "/customer/panel/" in answer.url and "urgent one" in answer.text()):
        Ticket.objects.get(pk=double_charge.pk).tag(Tag.named("urgent one"), by=bob)
    in_hand.evaluate(SHOWN)
    expect(field).to_have_value("double ch")


def test_an_emoji_under_a_message_is_pressed_though_a_colleague_adds_another(in_hand, double_charge, bob):
    ticket = Ticket.objects.get(pk=double_charge.pk)
    message = ticket.messages.get(author_kind="customer")
    ticket.react(message, "👍", by=bob)
    mark = in_hand.locator(".mark", has_text="👍")
    mark.hover()
    in_hand.mouse.down()
    with told(in_hand, "fragment"):
        ticket.react(message, "🎉", by=bob)
    in_hand.mouse.up()
    expect(mark).to_have_attribute("aria-pressed", "true")
    in_hand.locator(".mark", has_text="🎉").wait_for()


def test_what_is_about_to_be_done_to_a_message_is_done_though_another_one_arrives(in_hand, double_charge):
    for number in range(12):
        write(double_charge, f"Line {number}")
    last = in_hand.get_by_role("log", name="Conversation").locator(".message", has_text="Line 11")
    last.hover()
    in_hand.get_by_role("button", name="Quote").hover()
    in_hand.mouse.down()
    with told(in_hand, "fragment"):
        write(double_charge, "And now?")
    in_hand.mouse.up()
    expect(in_hand.locator(".composer__quote")).to_contain_text("Line 11")


def test_a_suggested_reply_is_put_in_though_the_customer_writes_on(at_desk, double_charge, alice, cards):
    for title, text in (("Charged twice", "We pay it back."), ("A lost card", "Your card is blocked now.")):
        CannedReply.objects.create(shortcut=title[:3], title=title, text=text, department=cards)
    page = at_desk(alice, conversation(double_charge))
    option = page.locator(".suggested__one", has_text="Charged twice")
    with pressed(page, option, until=asked("/suggestions/", "A lost card")):
        write(double_charge, "And I have lost my card, a lost card")
    expect(page.locator("#reply")).to_have_value("We pay it back.")


@contextmanager
def told(page, name):
    """A live frame of this name arrives, and has been shown."""
    page.evaluate(
        "name => { window.told = new Promise(done => document.addEventListener(`desk:${name}`, done, {once: true})) }",
        name,
    )
    yield
    page.evaluate("window.told.then(() => {})")
    page.evaluate(SHOWN)


def test_the_undo_of_what_was_just_sent_does_not_move_when_the_customer_begins_to_write(in_hand, double_charge):
    for number in range(12):
        write(double_charge, f"Line {number}")
    in_hand.get_by_role("log", name="Conversation").get_by_text("Line 11").wait_for()
    in_hand.locator("reply-composer").evaluate("composer => composer.setAttribute('hold', 60)")
    in_hand.locator("#reply").fill("Too early")
    in_hand.locator("#reply").press("Control+Enter")
    undo = in_hand.get_by_role("button", name="Undo", exact=True)
    before = undo.bounding_box()

    typing = {"kind": "customer", "name": "Dave", "on": True, "ticket": double_charge.pk}
    in_hand.evaluate("detail => document.dispatchEvent(new CustomEvent('desk:typing', { detail }))", typing)
    in_hand.locator(".message--typing").wait_for()
    in_hand.evaluate(SHOWN)

    assert undo.bounding_box() == before
