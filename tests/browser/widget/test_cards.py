"""A page's button asks about a thing of the site: its card waits above the field and goes with the words."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.serving import wait_until
from tests.browser.widget.conftest import log, open_widget, write
from tests.browser.widget.far_side import SIGNATURE, Refused

pytestmark = pytest.mark.requirement("R4")
CARD = {
    "type": "payment",
    "id": "p-1047",
    "title": "Corner Café",
    "fields": [{"label": "Amount", "value": "€18.40"}, {"label": "Time", "value": "Today, 13:47"}],
    "url": "https://bank.example/payments/1047",
}


def ask(page, card=CARD, signature=SIGNATURE):
    page.evaluate("([card, signature]) => HelpdeskWidget.ask(card, signature)", [card, signature])
    page.get_by_role("dialog", name="Chat").wait_for()


def pending(page):
    return page.get_by_role("group", name="Your question is about")


def said(far_side):
    return [(message["text"], message["card"]) for one in far_side.conversations.values() for message in one.messages]


def test_a_signed_card_goes_with_the_next_message(visit, far_side):
    page = visit(open_chat=False)
    ask(page)
    pending(page).get_by_text("€18.40").wait_for()
    assert far_side.conversations == {}

    write(page, "Why twice?")

    shown = log(page).get_by_role("group", name="Corner Café")
    shown.get_by_text("Verified").wait_for()
    assert shown.get_by_role("link").get_attribute("href") == CARD["url"]
    wait_until(lambda: said(far_side) == [("Why twice?", CARD | {"verified": True})], what="the card")
    pending(page).wait_for(state="hidden")
    write(page, "Hello?")
    wait_until(lambda: [card is None for _, card in said(far_side)] == [False, True], what="the second")


def test_the_words_wait_for_a_card_that_is_still_on_its_way(visit, far_side):
    page = visit(open_chat=False)
    held = []
    page.route("**/static/widget/cards.js*", lambda route: held.append(route))
    ask(page)
    write(page, "Why twice?")
    page.get_by_role("textbox", name="Message").press("Enter")
    wait_until(lambda: page.evaluate("1") and held, what="the request for its part")
    assert said(far_side) == []

    held[0].continue_()

    log(page).get_by_role("group", name="Corner Café").get_by_text("Verified").wait_for()
    assert said(far_side) == [("Why twice?", CARD | {"verified": True})]


def test_a_card_whose_part_does_not_load_keeps_nobody_from_writing(visit, far_side, faults):
    page = visit(open_chat=False)
    page.route("**/static/widget/cards.js*", lambda route: route.abort())
    ask(page)

    write(page, "Why twice?")

    log(page).get_by_text("Sent", exact=True).wait_for()
    assert said(far_side) == [("Why twice?", None)]
    page.unroute("**/static/widget/cards.js*")
    pending(page).get_by_text("Corner Café").wait_for()


def test_a_moment_is_said_on_the_readers_clock(visit):
    page = visit(open_chat=False)
    moment = datetime.now(UTC).replace(hour=11, minute=47, second=0, microsecond=0)
    ask(page, CARD | {"fields": [{"label": "Time", "value": moment.isoformat()}]})

    minutes = page.evaluate("-new Date().getTimezoneOffset()")
    clock = (moment + timedelta(minutes=minutes)).strftime("%H:%M")
    pending(page).get_by_text(f", {clock}").wait_for()


def test_a_card_alone_can_be_sent_and_without_a_signature_it_is_not_verified(visit, far_side):
    page = visit(open_chat=False)
    ask(page, signature=None)
    pending(page).wait_for()

    page.get_by_role("button", name="Send").click()

    log(page).get_by_text("Sent", exact=True).wait_for()
    assert said(far_side) == [("", CARD | {"verified": False})]
    assert log(page).get_by_text("Verified").count() == 0


def test_a_card_can_be_taken_away(visit, far_side):
    page = visit(open_chat=False)
    ask(page)

    pending(page).get_by_role("button", name="Remove the card").click()

    pending(page).wait_for(state="hidden")
    write(page, "Something else")
    wait_until(lambda: said(far_side) == [("Something else", None)], what="the message")


def test_words_may_come_with_the_card_and_a_draft_stays(visit, far_side):
    page = visit(open_chat=False)
    ask(page, CARD | {"text": "About this: "})
    assert page.get_by_role("textbox", name="Message").input_value() == "About this: "

    ask(page, CARD | {"id": "p-1048", "title": "Green Market", "text": "Another"})

    pending(page).get_by_text("Green Market").wait_for()
    assert pending(page).get_by_text("Corner Café").count() == 0
    assert page.get_by_role("textbox", name="Message").input_value() == "About this: "


def test_a_card_survives_a_reload_before_and_after_it_is_sent(visit, far_side, faults):
    page = visit(open_chat=False)
    ask(page)
    pending(page).wait_for()
    page.reload()
    open_widget(page)
    pending(page).get_by_text("Corner Café").wait_for()

    far_side.faults = [lambda method, path: Refused(503) if path.endswith("/messages") else None]
    write(page, "Kept")
    log(page).get_by_role("group", name="Corner Café").wait_for()
    page.reload()
    far_side.faults = []

    wait_until(lambda: said(far_side) == [("Kept", CARD | {"verified": True})], what="the card")
    open_widget(page)
    log(page).get_by_role("group", name="Corner Café").wait_for()
    expect(pending(page)).to_be_hidden()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, '"title" must be a text of 1 to 200 characters'),
        ({"type": "Payment!"}, '"type" holds small letters'),
        ({"id": 1047}, '"id" must be a text of 1 to 100 characters'),
        ({"fields": [{"label": "Amount", "value": 18.4}]}, "fields[0] must be {label, value}"),
        ({"fields": [CARD["fields"][0]] * 13}, '"fields" must be a list of at most 12'),
        ({"url": "javascript:alert(1)"}, '"url" must be a whole address'),
        ({"colour": "red"}, 'a card has no "colour"'),
    ],
)
def test_a_wrong_card_is_told_to_the_developer_and_the_chat_opens_without_it(visit, watch, change, sentence):
    page = visit(open_chat=False)

    with page.expect_console_message(lambda said: f"HelpdeskWidget.ask: {sentence}" in said.text):
        ask(page, CARD | change)

    expect(pending(page)).to_be_hidden()
    watch.tolerated = ("HelpdeskWidget.ask: ",)


def test_markup_in_a_card_stays_text(visit, far_side):
    page = visit(open_chat=False, script="window.__xss = () => { window.hit = true }")
    evil = "<img src=x onerror=__xss()>"
    ask(page, CARD | {"title": evil, "fields": [{"label": evil, "value": evil}]})
    write(page, "Look")

    log(page).get_by_role("group", name=evil).wait_for()
    assert page.evaluate("window.hit") is None
