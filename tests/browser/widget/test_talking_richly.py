"""More than words: quotes, signs, emoji, pictures, voices, links; and what an operator changes afterwards."""

import pytest
from playwright.sync_api import expect

from tests.browser.serving import wait_until
from tests.browser.widget.conftest import log, open_widget, shown, write
from tests.browser.widget.far_side import quote
from tests.browser.widget.test_appearing import AXE

pytestmark = pytest.mark.requirement("R3")
MICROPHONE = """
navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext(), tone = context.createOscillator(), out = context.createMediaStreamDestination()
  tone.connect(out)
  tone.start()
  return out.stream
}"""
NO_MICROPHONE = """
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('no', 'NotAllowedError') }"""
PICTURE = {
    "key": "picture", "name": "receipt.png", "size": 100, "type": "image/png", "url": "/picture.png",
    "thumbnail": "/picture.png", "image": {"width": 400, "height": 300}, "duration_ms": None,
}  # fmt: skip


def answered(talking, far_side, text="Good morning"):
    far_side.join()
    message = far_side.say(text)
    log(talking).get_by_text(text).wait_for()
    return message


def article(page, text):
    return page.locator("helpdesk-widget article", has_text=text)


def test_a_message_is_quoted_and_the_quote_follows_what_it_quotes(talking, far_side):
    question = answered(talking, far_side, "Which card?")

    article(talking, "Which card?").hover()
    talking.get_by_role("button", name="Quote", exact=True).click()
    write(talking, "The blue one")

    answer = article(talking, "The blue one")
    answer.get_by_role("button", name="Which card?").wait_for()
    far_side.change(question, text="Which account?", edited_at=question["sent_at"])
    answer.get_by_role("button", name="Which account?").wait_for()
    far_side.change(question, text="", redacted=True)
    answer.get_by_role("button", name="This message was removed").wait_for()
    assert far_side.only().messages[-1]["quote"]["client_id"] == question["client_id"]


def test_an_operators_quote_leads_to_what_it_quotes(talking, far_side):
    far_side.say("About this", quote=quote(far_side.only().messages[0]))

    article(talking, "About this").get_by_role("button", name="You Hello").click()

    assert talking.evaluate("document.activeElement.shadowRoot.activeElement.textContent").startswith("Hello")


def test_signs_go_both_ways_and_can_be_taken_back(talking, far_side):
    message = answered(talking, far_side)
    far_side.change(message, reactions=[{"emoji": "🙏", "count": 1, "mine": False}])
    log(talking).get_by_role("button", name="🙏").wait_for()

    article(talking, "Good morning").hover()
    talking.get_by_role("button", name="React").click()
    talking.get_by_role("button", name="👍").click()
    sign = log(talking).get_by_role("button", name="👍", pressed=True)
    sign.wait_for()
    assert far_side.only().messages[-1]["reactions"] == [{"emoji": "👍", "count": 1, "mine": True}]

    sign.click()
    sign.wait_for(state="detached")


def test_the_keyboard_quotes_and_reacts(talking, far_side):
    answered(talking, far_side)
    press = talking.keyboard.press

    log(talking).focus()
    talking.locator("helpdesk-widget [aria-description]").wait_for()
    press("ArrowUp")
    press("e")
    press("ArrowRight")
    press("Enter")
    log(talking).get_by_role("button", name="❤️").wait_for()
    press("ArrowUp")
    press("r")
    talking.keyboard.type("Quoted by keyboard")
    press("Enter")

    article(talking, "Quoted by keyboard").get_by_role("button", name="You Hello").wait_for()


def test_emoji_are_picked_with_the_keyboard_and_remembered(visit, far_side):
    page = visit()
    box = page.get_by_role("textbox", name="Message")
    box.fill("Thank you ")

    page.get_by_role("button", name="Emoji").click()
    picker = page.get_by_role("dialog", name="Emoji")
    picker.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(box).to_have_value("Thank you 😇")
    page.reload()
    open_widget(page)
    expect(box).to_have_value("Thank you 😇")
    page.get_by_role("button", name="Emoji").click()
    picker.get_by_role("group", name="Recent").get_by_role("button", name="😇").wait_for()
    page.keyboard.press("Escape")
    page.get_by_role("dialog", name="Chat").wait_for()


def test_pictures_open_over_the_page_and_give_the_focus_back(talking, far_side, faults):
    second = PICTURE | {"key": "second", "name": "second.png"}
    far_side.say("Two pictures", attachments=[PICTURE, second])

    log(talking).get_by_role("link", name="receipt.png").click()
    talking.get_by_role("dialog", name="Picture").get_by_text("receipt.png").wait_for()
    talking.keyboard.press("ArrowRight")
    talking.get_by_role("dialog", name="Picture").get_by_text("second.png").wait_for()
    assert talking.get_by_role("button", name="Next picture").is_hidden()
    talking.keyboard.press("Escape")

    talking.get_by_role("dialog", name="Picture").wait_for(state="detached")
    talking.get_by_role("dialog", name="Chat").wait_for()
    assert talking.evaluate("document.activeElement.shadowRoot.activeElement.className").startswith("attachment")


def test_a_voice_is_recorded_heard_sent_and_played(visit, far_side):
    page = visit(script=MICROPHONE)

    page.get_by_role("button", name="Record a voice message").click()
    page.get_by_role("timer", name="Recording").get_by_text("0:01").wait_for()
    page.get_by_role("button", name="Stop recording").click()
    page.get_by_role("slider", name="Place in the voice message").wait_for()
    page.get_by_role("group", name="Voice message").get_by_role("button", name="Send").click()

    log(page).get_by_text("Sent", exact=True).wait_for()
    [file] = far_side.only().messages[0]["attachments"]
    assert file["type"] == "audio/webm"
    assert 500 <= file["duration_ms"] < 10_000
    log(page).get_by_role("button", name="Play the voice message").click()
    log(page).get_by_role("slider", name="Place in the voice message").wait_for()
    page.get_by_role("textbox", name="Message").wait_for()


def test_a_held_button_records_until_it_is_let_go(visit, far_side):
    page = visit(script=MICROPHONE)

    page.get_by_role("button", name="Record a voice message").hover()
    page.mouse.down()
    page.get_by_role("timer", name="Recording").get_by_text("0:01").wait_for()
    page.mouse.up()
    page.get_by_role("slider", name="Place in the voice message").wait_for()
    page.get_by_role("button", name="Delete the recording").click()

    page.get_by_role("textbox", name="Message").wait_for()
    assert far_side.conversations == {}


def test_a_refused_microphone_is_said_in_a_sentence(visit, far_side):
    page = visit(script=NO_MICROPHONE)

    page.get_by_role("button", name="Record a voice message").click()

    page.get_by_role("alert").get_by_text("The microphone is not allowed.").wait_for()
    page.get_by_role("textbox", name="Message").fill("By hand then")


LINKS = {
    "https://example.com/a(b).": "https://example.com/a(b)",
    "see www.example.com, please": "https://www.example.com/",
    "write to help@heron.example.": "mailto:help@heron.example",
    "call +380 44 000 00 01 now": "tel:+380440000001",
    "or 8 (800) 555-35-35": "tel:88005553535",
    "(044) 123-45-67": "tel:0441234567",
    "card 4111 1111 1111 1111": None,
    "card 0123 4567 8901 2345": None,
    "+4111 1111 1111 1111": None,
    "UA21 3223 1300 0002 6007 2335 6600 1": None,
    "order 20261122 of 2026-11-22, 1 234 567.00": None,
    "javascript:alert(1)": None,
}


def test_addresses_and_telephones_become_links_and_card_numbers_do_not(visit, far_side):
    page = visit()
    write(page, *LINKS)
    wait_until(lambda: shown(page) == list(LINKS), what="the messages")

    found = page.locator("helpdesk-widget .message--ours .message__bubble").evaluate_all(
        "all => all.map(one => one.querySelector('a')?.getAttribute('href') ?? null)"
    )

    assert dict(zip(LINKS, found, strict=True)) == LINKS
    assert set(page.locator("helpdesk-widget a").evaluate_all("all => all.map(one => one.rel)")) == {
        "noopener noreferrer"
    }


def test_ticks_tell_sent_delivered_and_read_without_saying_the_message_again(talking, far_side):
    bubble = article(talking, "Hello").locator(".message__bubble").element_handle()

    far_side.join()
    log(talking).get_by_text("Delivered", exact=True).wait_for()
    far_side.read_by_agent(far_side.only())
    log(talking).get_by_text("Read", exact=True).wait_for()

    assert bubble.evaluate("one => one.isConnected")


@pytest.mark.requirement("R11")
def test_the_bot_gives_way_to_the_operator_and_comes_back(talking, far_side):
    head = talking.locator("helpdesk-widget .widget__head")
    head.get_by_text("Heron assistant").wait_for()

    far_side.join()
    head.get_by_text("Alice Moreau").wait_for()
    conversation = far_side.only()
    conversation.agent = None
    far_side.close(conversation)

    head.get_by_text("Heron assistant").wait_for()


@pytest.mark.parametrize("scripts", ["{origin}", "'nonce-abc' 'strict-dynamic'"], ids=["by origin", "strict-dynamic"])
def test_the_parts_load_under_a_strict_policy_with_trusted_types(visit, far_side, scripts):
    far_side.options = 'nonce="abc"'
    far_side.csp = (
        "default-src 'none'; " + f"script-src {scripts}; " + "connect-src {origin} ws://{origin}; "
        "img-src {origin} data:; media-src {origin} blob:; require-trusted-types-for 'script'"
    )
    page = visit(script=MICROPHONE)

    page.get_by_role("button", name="Emoji").click()
    page.get_by_role("button", name="🙏").click()
    page.get_by_role("textbox", name="Message").press("Enter")
    log(page).get_by_text("Sent", exact=True).wait_for()
    page.get_by_role("button", name="Record a voice message").click()
    page.get_by_role("button", name="Stop recording").wait_for()
    page.wait_for_timeout(700)
    page.get_by_role("button", name="Stop recording").click()
    page.get_by_role("button", name="Play the voice message").click()
    page.get_by_role("button", name="Delete the recording").click()
    page.evaluate("HelpdeskWidget.ask({type: 'order', id: '1', title: 'A chair'})")
    page.get_by_text("A chair").wait_for()
    page.get_by_role("button", name="Talk to a person").wait_for()
    far_side.ask({"kind": "solved", "session": 1})

    page.get_by_text("Was your question solved?").wait_for()
    page.get_by_role("textbox", name="Message").wait_for()


def test_a_part_that_does_not_load_is_said_and_asked_for_again(visit, far_side, faults):
    page = visit()
    page.route("**/static/widget/emoji.js*", lambda route: route.abort())
    page.get_by_role("button", name="Emoji").click()
    page.get_by_role("alert").get_by_text("This did not load. Try again.").wait_for()
    page.unroute("**/static/widget/emoji.js*")

    page.get_by_role("button", name="Emoji").click()

    page.get_by_role("dialog", name="Emoji").wait_for()


def test_words_are_there_while_what_draws_pictures_is_not(talking, far_side, faults):
    talking.route("**/static/widget/extras.js*", lambda route: route.abort())
    far_side.say("See the picture", attachments=[PICTURE])

    log(talking).get_by_text("See the picture").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(talking, far_side, faults, theme):
    talking.emulate_media(color_scheme=theme, reduced_motion="reduce")
    message = answered(talking, far_side)
    far_side.change(message, reactions=[{"emoji": "🙏", "count": 2, "mine": False}], edited_at=message["sent_at"])
    voice = PICTURE | {"key": "voice", "type": "audio/webm", "thumbnail": None, "image": None, "duration_ms": 4200}
    far_side.say("Look and listen", attachments=[PICTURE, voice], quote=quote(message))
    article(talking, "Look and listen").hover()
    talking.get_by_role("button", name="Quote", exact=True).click()
    article(talking, "Look and listen").hover()
    talking.get_by_role("button", name="React").click()

    assert findings(talking) == []
    talking.get_by_role("button", name="Emoji").click()
    talking.get_by_role("dialog", name="Emoji").wait_for()
    assert findings(talking) == []
    talking.keyboard.press("Escape")
    log(talking).get_by_role("link", name="receipt.png").click()
    talking.get_by_role("dialog", name="Picture").wait_for()
    assert findings(talking) == []


def findings(page):
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run('helpdesk-widget', {resultTypes: ['violations']})")
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in found["violations"]]


def test_a_swipe_quotes_on_a_phone(visit, far_side, faults):
    page = visit(width=360, height=780, has_touch=True, is_mobile=True)
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()
    wait_until(lambda: far_side.sockets, what="the socket")
    answered(page, far_side)
    bubble = article(page, "Good morning").locator(".message__bubble")
    bubble.tap()
    page.locator("helpdesk-widget [aria-description]").wait_for()

    box = bubble.bounding_box()
    devtools = page.context.new_cdp_session(page)
    for kind, by in [("touchStart", 0), ("touchMove", 30), ("touchMove", 60), ("touchMove", 80), ("touchEnd", None)]:
        points = [] if by is None else [{"x": box["x"] + 20 + by, "y": box["y"] + 10}]
        devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    page.get_by_role("button", name="Do not quote").wait_for()
