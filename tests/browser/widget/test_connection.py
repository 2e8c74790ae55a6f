"""Live, and whole again by itself: gaps, blocked sockets, a deaf socket, lost rights."""

from uuid import uuid4

import pytest

from tests.browser.serving import wait_until
from tests.browser.widget.conftest import log, shown, write

pytestmark = pytest.mark.requirement("R2")
WAIT = "Waiting for the network. Your messages are kept and will be sent."


def test_an_answer_appears_and_the_heading_names_who_answers(talking, far_side):
    far_side.join("Alice Moreau")
    far_side.say("Hello, this is Alice.")

    log(talking).get_by_text("Hello, this is Alice.").wait_for()
    log(talking).get_by_text("Alice Moreau joined").wait_for()
    talking.get_by_role("dialog", name="Chat").locator(".widget__who").get_by_text("Alice Moreau").wait_for()


def test_the_customer_sees_that_it_was_read(talking, far_side):
    far_side.read_by_agent(far_side.only())

    log(talking).get_by_text("Read", exact=True).wait_for()


def test_a_gap_is_fetched_before_anything_is_shown(talking, far_side):
    far_side.say("one", silently=True)
    far_side.say("two", silently=True)
    far_side.say("three")

    log(talking).get_by_text("three").wait_for()
    assert shown(talking) == ["Hello", "one", "two", "three"]


def test_a_frame_that_comes_twice_is_shown_once(talking, far_side):
    message = far_side.say("once")
    conversation = far_side.only()
    frame = {"type": "message", "conversation": conversation.id, "version": message["version"], "message": message}
    far_side.push(conversation.id, frame)
    far_side.say("then")

    log(talking).get_by_text("then").wait_for()
    assert shown(talking) == ["Hello", "once", "then"]


def test_an_edited_message_changes_in_place_and_a_removed_one_is_gone(talking, far_side):
    wrong, secret = far_side.say("Wrong"), far_side.say("4111 1111 1111 1111")
    log(talking).get_by_text("4111").wait_for()

    far_side.change(wrong, text="Right", edited_at=wrong["sent_at"])
    far_side.change(secret, text="", redacted=True)

    log(talking).get_by_text("This message was removed").wait_for()
    assert shown(talking) == ["Hello", "Right", "This message was removed"]
    log(talking).get_by_text("edited").wait_for()


def test_a_dropped_socket_comes_back_and_misses_nothing(talking, far_side):
    far_side.drop_sockets()
    far_side.say("while you were away")

    log(talking).get_by_text("while you were away").wait_for()
    wait_until(lambda: far_side.sockets, what="the socket")
    far_side.say("and now")
    log(talking).get_by_text("and now").wait_for()


@pytest.mark.parametrize("code", [4401, 4408, 4429])
def test_it_comes_back_after_a_close_code(talking, far_side, code):
    if code == 4401:
        far_side.tokens.clear()
    far_side.drop_sockets(code)
    far_side.say("still here")

    log(talking).get_by_text("still here").wait_for()


def test_it_polls_where_sockets_are_blocked(visit, far_side, faults):
    far_side.sockets_allowed = False
    page = visit()
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()

    far_side.say("by polling")

    log(page).get_by_text("by polling").wait_for(timeout=12_000)


def test_it_polls_while_degraded(talking, far_side):
    far_side.push(far_side.only().id, {"type": "degraded"})
    far_side.say("nobody tells", silently=True)

    log(talking).get_by_text("nobody tells").wait_for(timeout=12_000)


def test_a_heartbeat_with_a_higher_version_makes_it_fetch(talking, far_side):
    conversation = far_side.only()
    far_side.say("not heard", silently=True)

    far_side.push(conversation.id, {"type": "heartbeat", "versions": {conversation.id: conversation.version}})

    log(talking).get_by_text("not heard").wait_for(timeout=12_000)


def test_a_deaf_socket_is_noticed(visit, far_side, faults):
    page = visit(script="", clock=True)
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()
    wait_until(lambda: far_side.sockets, what="the socket")
    old = set(far_side.sockets)

    far_side.mute = True
    far_side.say("nobody hears this")
    page.clock.run_for(24_000)
    assert set(far_side.sockets) == old
    page.clock.run_for(6_000)

    log(page).get_by_text("nobody hears this").wait_for()
    wait_until(lambda: set(far_side.sockets) - old, what="a new socket")


def test_the_strip_speaks_while_the_network_is_away(talking, far_side, faults):
    talking.context.set_offline(True)
    talking.get_by_text(WAIT).wait_for()

    write(talking, "Later")
    log(talking).get_by_text("Waiting for the network").wait_for()
    talking.context.set_offline(False)

    talking.get_by_text(WAIT).wait_for(state="hidden")
    wait_until(lambda: far_side.stored == ["Hello", "Later"], what="the message")


def test_typing_is_shown_and_told(talking, far_side):
    far_side.push(far_side.only().id, {"type": "typing", "name": "Alice", "on": True})
    log(talking).get_by_role("img", name="Alice is writing").wait_for()
    far_side.push(far_side.only().id, {"type": "typing", "name": "Alice", "on": False})
    log(talking).get_by_role("img", name="Alice is writing").wait_for(state="detached")

    talking.get_by_role("textbox", name="Message").fill("I")
    wait_until(lambda: {"type": "typing", "on": True} in far_side.frames, what="the frame")
    write(talking, "I am here")
    wait_until(lambda: {"type": "typing", "on": False} in far_side.frames, what="the end")


def test_unread_answers_are_counted_and_read_when_opened(talking, far_side):
    conversation = far_side.only()
    talking.get_by_role("button", name="Close chat").click()
    far_side.say("one")
    far_side.say("two")

    talking.get_by_text("2 unread messages").wait_for()
    wait_until(lambda: conversation.seen == {"delivered": 3, "read": 1}, what="delivered")
    talking.reload()
    talking.get_by_text("2 unread messages").wait_for()
    talking.get_by_role("button", name="Open chat").click()

    log(talking).get_by_text("two").wait_for()
    log(talking).get_by_text("New", exact=True).wait_for()
    wait_until(lambda: conversation.seen == {"delivered": 3, "read": 3}, what="read")
    talking.get_by_role("button", name="Close chat").click()
    talking.get_by_text("unread").wait_for(state="detached")


def test_a_visitor_without_a_conversation_costs_nothing(visit, far_side):
    page = visit(open_chat=False)
    page.wait_for_timeout(500)

    assert far_side.sessions == 0
    loaded = page.evaluate("performance.getEntriesByType('resource').map(one => new URL(one.name).pathname)")
    # The script, and how the button of this site looks: an answer that is the same for all and is kept.
    assert loaded == ["/widget/v1.js", "/widget/looks/demo"]
    assert page.evaluate("localStorage.length") == 0


def test_what_is_being_read_does_not_move(talking, far_side):
    for number in range(40):
        far_side.say(f"answer {number}")
    log(talking).get_by_text("answer 39").wait_for()
    talking.wait_for_timeout(300)
    log(talking).get_by_text("answer 10", exact=True).scroll_into_view_if_needed()
    talking.wait_for_timeout(200)
    before = log(talking).get_by_text("answer 10", exact=True).bounding_box()

    far_side.say("one more")
    log(talking).get_by_text("one more").wait_for(state="attached")
    talking.wait_for_timeout(300)

    assert log(talking).get_by_text("answer 10", exact=True).bounding_box() == before
    talking.get_by_role("button", name="To the newest message").click()
    talking.wait_for_timeout(200)
    assert log(talking).get_by_text("one more").bounding_box()["y"] < 900


@pytest.mark.requirement("R3")
def test_a_long_history_is_loaded_from_the_end(visit, far_side):
    page = visit()
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()
    for number in range(120):
        far_side.say(f"answer {number}", silently=True)

    page.reload()
    page.get_by_role("button", name="Open chat").click()
    log(page).get_by_text("answer 119").wait_for()
    assert len(shown(page)) < 60
    wait_until(lambda: page.evaluate(SCROLL_UP) or shown(page)[0] == "Hello", what="the beginning")

    assert shown(page) == ["Hello", *(f"answer {number}" for number in range(120))]


def test_what_is_said_while_the_last_page_is_asked_for_is_not_lost(visit, far_side):
    page = visit()
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()

    def says_it_just_then(method, path):
        if method == "GET" and path.startswith("conversations/"):
            far_side.faults.clear()
            far_side.say("at this very moment", silently=True)

    far_side.faults.append(says_it_just_then)
    page.reload()
    page.get_by_role("button", name="Open chat").click()

    log(page).get_by_text("at this very moment").wait_for()
    assert shown(page) == ["Hello", "at this very moment"]


SCROLL_UP = """() => { const log = document.querySelector('helpdesk-widget').shadowRoot.querySelector('[role=log]')
  log.scrollTop = -log.scrollHeight; return false }"""


@pytest.mark.requirement("R5")
def test_the_operator_learns_the_page_without_its_secrets(talking, far_side):
    pages = far_side.only().pages
    assert pages[0] == {"url": far_side.page, "title": "Payments"}

    talking.evaluate("document.title = 'Cards'; history.pushState(null, '', '/cards?secret=1#there')")

    wait_until(lambda: pages[-1] == {"url": f"{far_side.page}cards", "title": "Cards"}, what="the new page")


def test_a_talk_that_was_merged_goes_on_in_the_other(talking, far_side):
    old = far_side.only()
    other = far_side.conversation_for(str(uuid4()))
    far_side.say("We answer both questions here.", conversation=other, silently=True)

    old.continues = other.id
    far_side.close(old)

    log(talking).get_by_text("We answer both questions here.").wait_for()
    wait_until(lambda: any(other.id in followed for _, followed in far_side.sockets.values()), what="the socket")
    write(talking, "Thank you")
    wait_until(lambda: [one["text"] for one in other.messages][-1] == "Thank you", what="the message")
    assert shown(talking) == ["Hello", "We answer both questions here.", "Thank you"]


@pytest.mark.requirement("L-06")
def test_how_a_talk_stands_may_be_told_before_its_newest_message(talking, far_side):
    """The operator's reading is told while his answer is being written: it must not count for the answer."""
    conversation = far_side.only()
    before = conversation.version
    message = far_side.say("Do you see me?", silently=True)

    far_side.push(conversation.id, {"type": "state", "version": before, "conversation": conversation.public()})
    far_side.push(conversation.id, conversation.frame(message))

    log(talking).get_by_text("Do you see me?").wait_for()
