"""What an operator writes, in a real browser: never lost, taken back in time, helped by canned replies."""

import pytest

from tests.browser.serving import wait_until
from tests.browser.test_looks import findings, scrolls_sideways
from tickets.models import CannedReply, Draft, Mention, Message


def box(page):
    return page.locator("#reply")


def log(page):
    return page.get_by_role("log", name="Conversation")


def hold(page, seconds):
    """Let a reply wait for a change of mind, as the installation's setting would."""
    page.locator("reply-composer").evaluate("(composer, seconds) => composer.setAttribute('hold', seconds)", seconds)


def stored(text):
    return Message.objects.filter(text=text).exists()


@pytest.fixture
def address(double_charge):
    return f"/desk/tickets/{double_charge.pk}/"


@pytest.fixture
def refund(cards):
    return CannedReply.objects.create(
        shortcut="refund", title="Refund by hand", text="{customer}, I returned {amount} today. ✅", department=cards
    )


@pytest.mark.requirement("R143", "R144")
def test_a_reply_is_taken_back_by_key_and_let_go_by_key(at_desk, address, alice):
    page = at_desk(alice, address)
    hold(page, 60)

    box(page).fill("Too early")
    box(page).press("Control+Enter")
    log(page).get_by_text("Too early").wait_for()
    page.get_by_role("button", name="Undo", exact=True).wait_for()
    box(page).press("Control+z")

    assert box(page).input_value() == "Too early"
    assert log(page).get_by_text("Too early").count() == 0
    box(page).fill("Now it is right")
    box(page).press("Control+Enter")
    assert not stored("Now it is right")
    box(page).press("Control+Enter")
    wait_until(lambda: stored("Now it is right"), what="the reply that was let go")
    assert not stored("Too early")


def test_leaving_the_page_sends_what_was_still_held(at_desk, address, alice):
    page = at_desk(alice, address)
    hold(page, 60)
    box(page).fill("Sent by leaving")
    box(page).press("Control+Enter")
    log(page).get_by_text("Sent by leaving").wait_for()

    page.reload()

    wait_until(lambda: stored("Sent by leaving"), what="the reply")
    log(page).get_by_text("Sent by leaving").wait_for()
    wait_until(lambda: page.evaluate("!Object.keys(localStorage).some(key => key.endsWith('outbox'))"), what="its end")
    assert Message.objects.filter(text="Sent by leaving").count() == 1
    assert box(page).input_value() == ""


def test_a_draft_is_there_on_another_device_and_none_destroys_the_other(at_desk, address, alice):
    phone, computer = at_desk(alice, address), at_desk(alice, address)

    box(phone).fill("Begun on the phone")
    wait_until(lambda: Draft.objects.filter(text="Begun on the phone").exists(), what="the draft on the server")
    computer.reload()
    wait_until(lambda: box(computer).input_value() == "Begun on the phone", what="the draft on the computer")

    box(computer).fill("Written anew on the computer")
    wait_until(lambda: Draft.objects.filter(text__startswith="Written anew").exists(), what="the newer draft")
    box(phone).fill("Begun on the phone, and on")
    phone.get_by_role("button", name="Put it in front").click()
    assert box(phone).input_value() == "Written anew on the computer\n\nBegun on the phone, and on"

    box(phone).press("Control+Enter")
    wait_until(lambda: stored("Written anew on the computer\n\nBegun on the phone, and on"), what="the reply")
    wait_until(lambda: not Draft.objects.exists(), what="the end of the draft")


def test_what_is_too_long_comes_back_whole_with_a_sentence(at_desk, address, alice, double_charge, faults):
    page = at_desk(alice, address)
    pasted = "All terms of the contract. " * 400
    box(page).fill(pasted)
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")

    page.get_by_text("A message holds at most 10000 characters").wait_for()
    assert box(page).input_value().strip() == pasted.strip()
    assert not double_charge.messages.filter(author_kind="agent").exists()


FILL_THE_STORAGE = """() => {
    for (const size of [100000, 1000, 1])
        try { for (let n = 0; ; n++) localStorage.setItem(`${size} ${n}`, "x".repeat(size)) } catch {}
}"""


def test_what_is_written_stays_in_the_box_when_the_browser_has_no_room_to_keep_it(at_desk, address, alice):
    page = at_desk(alice, address)
    box(page).fill("Hello")
    page.evaluate(FILL_THE_STORAGE)

    box(page).press("End")
    box(page).press_sequentially(" Dave, it is on its way")

    assert box(page).input_value() == "Hello Dave, it is on its way"
    wait_until(lambda: Draft.objects.filter(text__endswith="on its way").exists(), what="the draft on the server")


def test_what_one_tab_has_sent_stands_in_no_other(at_desk, address, alice):
    one = at_desk(alice, address)
    other = one.context.new_page()
    other.goto(one.url)
    box(one).fill("Once is enough")
    wait_until(lambda: box(other).input_value() == "Once is enough", what="the same draft in the other tab")

    box(other).press("Control+Enter")
    wait_until(lambda: stored("Once is enough"), what="the reply")
    wait_until(lambda: not Draft.objects.exists(), what="the end of the draft")

    wait_until(lambda: box(one).input_value() == "", what="an empty box in the first tab")


@pytest.mark.requirement("R15", "R143")
def test_a_slash_puts_a_canned_reply_in_and_asks_for_what_is_missing(at_desk, address, alice, refund):
    page = at_desk(alice, address)

    box(page).press_sequentially("Hello! /ref")
    option = page.get_by_role("option", name="Refund by hand").bounding_box()
    whole = page.locator(".suggestions__preview").bounding_box()
    assert whole["x"] >= option["x"] + option["width"], "the whole text stands beside the list"
    box(page).press("Enter")
    assert box(page).input_value() == "Hello! Dave Okafor, I returned {amount} today. ✅"
    box(page).press("Control+z")
    assert box(page).input_value() == "Hello! /ref"
    box(page).press("Control+Shift+z")

    box(page).press("Control+Enter")
    page.get_by_text("{amount} is still to be filled in").wait_for()
    page.keyboard.type("€18.40")
    box(page).press("Control+Enter")

    wait_until(lambda: stored("Hello! Dave Okafor, I returned €18.40 today. ✅"), what="the reply")
    refund.refresh_from_db()
    assert refund.used_count == 1


@pytest.mark.requirement("R15")
def test_what_was_written_is_saved_as_a_canned_reply_and_found_by_its_field(at_desk, address, alice):
    page = at_desk(alice, address)
    box(page).fill("Thank you for waiting. It is done.")
    page.get_by_role("combobox", name="Canned reply").click()
    page.get_by_role("button", name="Save as canned reply").click()
    page.get_by_role("textbox", name="Shortcut").fill("done")
    page.get_by_role("button", name="Save", exact=True).click()
    wait_until(lambda: CannedReply.objects.filter(owner=alice, shortcut="done").exists(), what="the canned reply")
    # While the dialog is open nothing behind it takes letters.
    page.get_by_role("textbox", name="Shortcut").wait_for(state="hidden")

    box(page).fill("")
    field = page.get_by_role("combobox", name="Canned reply")
    field.press_sequentially("waiting")
    page.get_by_role("option", name="Thank you for waiting").wait_for()
    field.press("ArrowDown")
    field.press("Enter")
    assert box(page).input_value() == "Thank you for waiting. It is done."


@pytest.mark.requirement("R61")
def test_a_colleague_called_in_a_note_is_told_and_sees_it_marked(at_desk, address, alice, bob):
    page, bobs = at_desk(alice, address), at_desk(bob, address)

    page.keyboard.press("n")
    box(page).press_sequentially("@bo")
    page.get_by_role("option", name="Bob").wait_for()
    box(page).press("Tab")
    page.keyboard.type("what do you think?")
    box(page).press("Control+Enter")

    log(bobs).locator(".mention", has_text="@Bob").wait_for()
    wait_until(lambda: Mention.objects.of(bob).filter(seen_at__isnull=False).exists(), what="his having seen it")


def test_a_file_that_failed_is_tried_again_and_goes_along(at_desk, address, alice, faults, tmp_path):
    page = at_desk(alice, address)
    receipt = tmp_path / "receipt.txt"
    receipt.write_text("one coffee")
    page.route("**/uploads/", lambda route: route.abort())
    page.locator("[data-file]").set_input_files(receipt)
    again = page.get_by_role("button", name="Try again to upload receipt.txt")
    again.wait_for()
    box(page).fill("Here it is")
    box(page).press("Control+Enter")
    page.get_by_text("A file could not be uploaded").wait_for()

    page.unroute("**/uploads/")
    again.click()
    page.locator('.composer__file[data-state="ready"]').wait_for()
    wait_until(lambda: Draft.objects.exists(), what="the draft")
    page.reload()
    page.locator('.composer__file[data-state="ready"]').wait_for()
    wait_until(lambda: box(page).input_value() == "Here it is", what="the words")
    box(page).press("Control+Enter")

    wait_until(lambda: stored("Here it is"), what="the reply")
    assert Message.objects.get(text="Here it is").attachments.get().name == "receipt.txt"


@pytest.mark.requirement("R61", "R68")
def test_an_answer_that_comes_while_one_writes_asks_before_sending(at_desk, address, alice, bob, double_charge, new_id):
    page, bobs = at_desk(alice, address), at_desk(bob, address)
    box(page).fill("I look at it")
    box(bobs).fill("It is solved already")
    box(bobs).press("Control+Enter")

    page.get_by_text("Bob wrote meanwhile:").wait_for()
    page.get_by_role("button", name="Send anyway").click()

    wait_until(lambda: stored("I look at it"), what="her answer")
    page.get_by_role("button", name="Send", exact=True).wait_for()


@pytest.mark.requirement("R145")
@pytest.mark.parametrize(("width", "height", "scheme"), [(1440, 900, "light"), (360, 740, "dark")])
def test_every_state_of_the_composer_is_clean_and_fits(at_desk, address, alice, bob, refund, width, height, scheme):
    page = at_desk(alice, address, width=width, height=height, color_scheme=scheme)
    hold(page, 60)

    def check(state):
        assert not (found := findings(page)), (state, found)
        assert not scrolls_sideways(page), state

    box(page).press_sequentially("/ref")
    page.get_by_role("option", name="Refund by hand").wait_for()
    check("canned replies")
    box(page).press("Enter")
    box(page).press("Control+Enter")
    check("something to fill in")
    page.get_by_role("button", name="Send as it is").click()
    page.get_by_role("button", name="Undo", exact=True).wait_for()
    check("held")
    page.get_by_role("button", name="Note", exact=True).click()
    box(page).press_sequentially("@")
    page.get_by_role("option", name="Bob").wait_for()
    check("colleagues")
    page.goto(page.url.split("/desk")[0] + "/desk/settings/canned/")
    page.get_by_role("button", name="New canned reply").click()
    page.get_by_role("textbox", name="Text").fill("{greeting}, {customer}! {amount}")
    check("settings")
