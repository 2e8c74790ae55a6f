"""A worried customer on a train: a phone, a finger, a network that comes and goes. Nothing is lost or comes twice."""

import pytest

from tests.browser.serving import wait_until
from tests.browser.test_looks import scrolls_sideways
from tests.browser.widget.conftest import log, shown, write
from tests.browser.widget.far_side import Refused

pytestmark = pytest.mark.requirement("R3", "R145")
PHONE = {"width": 360, "height": 740, "is_mobile": True, "has_touch": True, "device_scale_factor": 2}
WAIT = "Waiting for the network. Your messages are kept and will be sent."
RECEIPT = {"name": "receipt.png", "mimeType": "text/plain", "buffer": b"one coffee" * 8_000}
KEYBOARD = """height => {
  Object.defineProperty(visualViewport, "height", {get: () => height, configurable: true})
  visualViewport.dispatchEvent(new Event("resize"))
}"""
UNDER_A_FINGER = """() => [...document.querySelector("helpdesk-widget").shadowRoot.querySelectorAll("button")]
  .filter(button => button.checkVisibility()).map(button => [button.getAttribute("aria-label") ?? button.textContent,
    button.getBoundingClientRect()]).filter(([, box]) => Math.min(box.width, box.height) < 24).map(([name]) => name)"""


class Network:
    """What lies between the phone and us: as on a train."""

    def __init__(self, page):
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("Network.enable")

    def slow(self):
        self.be(offline=False, latency=300, downloadThroughput=50_000, uploadThroughput=20_000)

    def gone(self):
        self.be(offline=True, latency=0, downloadThroughput=-1, uploadThroughput=-1)

    def be(self, **conditions):
        self.cdp.send("Network.emulateNetworkConditions", conditions)


@pytest.fixture
def phone(visit, faults):
    page = visit(open_chat=False, **PHONE)
    network = Network(page)
    network.slow()
    page.get_by_role("button", name="Open chat").tap()
    page.get_by_role("dialog", name="Chat").wait_for()
    return page, network


def tap_send(page, text):
    page.get_by_role("textbox", name="Message").tap()
    page.keyboard.type(text)
    page.get_by_role("button", name="Send", exact=True).tap()


def choose(page, file):
    page.locator("helpdesk-widget input[type=file]").set_input_files([file])


def test_a_conversation_on_a_train(phone, far_side):
    page, network = phone
    tap_send(page, "I was charged twice")
    log(page).get_by_text("Sent", exact=True).wait_for()
    wait_until(lambda: far_side.sockets, what="the socket")

    network.gone()
    page.get_by_text(WAIT).wait_for()
    tap_send(page, "The first tunnel")
    tap_send(page, "Are you there?")
    log(page).get_by_text("Waiting for the network").last.wait_for()
    far_side.say("Hello, this is Alice", silently=True)
    network.slow()
    wait_until(lambda: len(far_side.stored) == 3, what="what was written in the tunnel")
    log(page).get_by_text("Hello, this is Alice").wait_for()
    page.get_by_text(WAIT).wait_for(state="hidden")

    choose(page, RECEIPT)
    page.get_by_role("progressbar", name="Uploading receipt.png").wait_for()
    network.gone()
    page.get_by_text("Not uploaded yet. It goes with the message.").wait_for()
    network.slow()
    page.get_by_role("button", name="Upload receipt.png again").tap()
    wait_until(lambda: len(far_side.uploads) == 1, what="the second try of the file")
    tap_send(page, "Here is the receipt")
    log(page).get_by_role("link", name="receipt.png").wait_for()
    wait_until(lambda: len(far_side.stored) == 4, what="the message with its file")

    # The answer of the server gets lost: the phone asks again, and is told that it is known.
    receive, lost = far_side.receive, []

    def receive_and_lose(id, body):
        answer = receive(id, body)
        if not lost:
            lost.append(True)
            raise Refused(502)
        return answer

    far_side.receive = receive_and_lose
    tap_send(page, "Thank you")
    wait_until(lambda: len(far_side.posts) > len(far_side.stored), what="the second sending")
    log(page).get_by_text("Sending").wait_for(state="detached")
    log(page).get_by_text("Waiting for the network").wait_for(state="detached")

    written = ["I was charged twice", "The first tunnel", "Are you there?", "Here is the receipt", "Thank you"]
    assert far_side.stored == written
    assert [file["name"] for message in far_side.only().messages for file in message["attachments"]] == ["receipt.png"]
    texts = page.locator(
        "helpdesk-widget [role=log] [role=article], helpdesk-widget [role=log] article"
    ).all_inner_texts()
    for text in [*written, "Hello, this is Alice"]:
        assert sum(text in each for each in texts) == 1, text


def test_the_chat_is_the_screen_and_the_keyboard_hides_nothing_of_it(phone, far_side):
    page, _ = phone
    tap_send(page, "I was charged twice")
    log(page).get_by_text("Sent", exact=True).wait_for()
    wait_until(lambda: far_side.sockets, what="the socket")
    for number in range(15):
        far_side.say(f"Answer {number}")
    log(page).get_by_text("Answer 14").wait_for()
    chat, box = page.get_by_role("dialog", name="Chat"), page.get_by_role("textbox", name="Message")
    assert chat.bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    assert not scrolls_sideways(page)
    assert page.evaluate(UNDER_A_FINGER) == []
    # A phone magnifies the page around a field with smaller letters.
    assert float(box.evaluate("box => getComputedStyle(box).fontSize").removesuffix("px")) >= 16

    box.tap()
    page.evaluate(KEYBOARD, 420)

    wait_until(lambda: page.evaluate("1") and bottom(page.get_by_role("button", name="Send")) <= 420, what="the room")
    assert bottom(box) <= 420
    last = log(page).get_by_text("Answer 14").bounding_box()
    assert last["y"] + last["height"] <= box.bounding_box()["y"], "the newest message stands above the field"
    write(page, "I can see what I write")
    log(page).get_by_text("I can see what I write").wait_for()
    assert shown(page)[-1] == "I can see what I write"
    page.evaluate(KEYBOARD, 740)
    wait_until(lambda: chat.bounding_box()["height"] == 740, what="the whole screen again")


def bottom(found):
    box = found.first.bounding_box()
    return box["y"] + box["height"]
