"""The outbox: what was written is kept until the server has it, and then it is there once."""

import time

import pytest

from tests.browser.serving import wait_until
from tests.browser.widget.conftest import log, open_widget, shown, write
from tests.browser.widget.far_side import Refused

pytestmark = pytest.mark.requirement("R2")


def posts(method, path):
    return method == "POST" and path.endswith("/messages")


def first(times, refusal):
    """Refuse the first posts of messages, so many times."""
    left = [times]

    def fault(method, path):
        if posts(method, path) and left[0]:
            left[0] -= 1
            return refusal
        return None

    return fault


def test_enter_sends_and_shift_enter_begins_a_line(visit, far_side):
    page = visit()
    box = page.get_by_role("textbox", name="Message")

    box.press_sequentially("one")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    box.press("Enter")

    log(page).get_by_text("Sent", exact=True).wait_for()
    assert far_side.stored == ["one\ntwo"]
    assert box.input_value() == ""


def test_a_message_survives_a_reload_in_the_middle_of_sending(visit, far_side, faults):
    page = visit()
    far_side.delay = 3
    write(page, "Do not lose me")
    log(page).get_by_text("Sending").wait_for()
    far_side.delay = 0

    page.reload()

    wait_until(lambda: far_side.stored == ["Do not lose me"], what="the message")
    open_widget(page)
    log(page).get_by_text("Sent", exact=True).wait_for()
    assert shown(page) == ["Do not lose me"]


def test_a_lost_acknowledgement_does_not_double_the_message(visit, far_side, faults):
    page = visit()
    receive, dropped = far_side.receive, []

    def receive_and_lose(id, body):
        answer = receive(id, body)
        if not dropped:
            dropped.append(True)
            raise Refused(502)
        return answer

    far_side.receive = receive_and_lose
    write(page, "Once")

    log(page).get_by_text("Sent", exact=True).wait_for()
    assert len(far_side.posts) == 2
    assert far_side.stored == ["Once"]
    assert shown(page) == ["Once"]


@pytest.mark.parametrize("status", [429, 503])
def test_it_waits_as_long_as_the_server_asks(visit, far_side, faults, status):
    page = visit()
    far_side.faults = [first(1, Refused(status, "Later.", **{"Retry-After": "2"}))]

    started = time.monotonic()
    write(page, "one", "two")
    wait_until(lambda: far_side.stored == ["one", "two"], what="both messages")

    assert time.monotonic() - started >= 2
    assert len(far_side.posts) == 2


def test_a_service_that_does_not_answer_is_named(visit, far_side, faults):
    page = visit()
    far_side.faults = [
        lambda method, path: Refused(503, "Later.", **{"Retry-After": "3"}) if posts(method, path) else None
    ]

    write(page, "Hello")

    page.get_by_text("The service does not answer just now. Your messages are kept and will be sent.").wait_for()
    far_side.faults = []
    log(page).get_by_text("Sent", exact=True).wait_for()


def test_a_token_that_ran_out_is_renewed(visit, far_side, faults):
    page = visit()
    write(page, "one")
    log(page).get_by_text("Sent", exact=True).wait_for()

    far_side.tokens.clear()
    write(page, "two")

    wait_until(lambda: far_side.stored == ["one", "two"], what="the second message")
    assert far_side.sessions == 2 or far_side.sessions == 3


def test_a_refused_message_says_why_and_keeps_the_text(visit, far_side, faults):
    page = visit()
    far_side.faults = [first(1, Refused(422, "This word is not allowed."))]

    write(page, "Bad word", "Good word")

    log(page).get_by_text("Not sent: This word is not allowed.").wait_for()
    wait_until(lambda: far_side.stored == ["Good word"], what="the message behind it")
    page.reload()
    open_widget(page)
    log(page).get_by_text("Bad word").wait_for()
    log(page).get_by_role("button", name="Try again").click()
    wait_until(lambda: far_side.stored == ["Good word", "Bad word"], what="the second try")
    log(page).get_by_role("button", name="Try again").wait_for(state="detached")


def test_a_refused_message_can_be_deleted(visit, far_side, faults):
    page = visit()
    far_side.faults = [first(1, Refused(422, "No."))]
    write(page, "Bad word")

    log(page).get_by_role("button", name="Delete").click()

    log(page).get_by_text("Bad word").wait_for(state="detached")
    assert far_side.stored == []


@pytest.mark.requirement("R2")
def test_two_tabs_send_each_message_once_and_both_show_all(visit, far_side, faults):
    left = visit()
    write(left, "Hello")
    log(left).get_by_text("Sent", exact=True).wait_for()
    right = visit(beside=left)
    log(right).get_by_text("Hello").wait_for()

    left.context.set_offline(True)
    for number in range(10):
        write(left, f"left {number}")
        write(right, f"right {number}")
    left.context.set_offline(False)

    wait_until(lambda: len(far_side.stored) == 21, what="both queues")
    texts = far_side.stored
    assert [text for text in texts if "left" in text] == [f"left {n}" for n in range(10)]
    assert [text for text in texts if "right" in text] == [f"right {n}" for n in range(10)]
    for page in (left, right):
        wait_until(lambda page=page: shown(page) == texts, what="the same messages on both")


def test_a_message_to_a_closed_conversation_goes_on_in_a_new_one(visit, far_side, faults):
    page = visit()
    write(page, "First question")
    log(page).get_by_text("Sent", exact=True).wait_for()
    first_one = far_side.only()

    page.context.set_offline(True)
    far_side.close(first_one)
    write(page, "Second question", "And a third")
    page.context.set_offline(False)

    wait_until(lambda: len(far_side.stored) == 3, what="the follow-up")
    assert len(far_side.conversations) == 2
    follow_up = far_side.conversations[far_side.follow_ups[first_one.id]]
    assert [message["text"] for message in follow_up.messages] == ["Second question", "And a third"]
    wait_until(lambda: follow_up.id in {id for _, ids in far_side.sockets.values() for id in ids}, what="the socket")
    far_side.say("Here is your answer", conversation=follow_up)
    log(page).get_by_text("Here is your answer").wait_for()
    assert shown(page) == ["First question", "Second question", "And a third", "Here is your answer"]


def test_a_draft_is_there_after_a_reload(visit, far_side):
    page = visit()
    page.get_by_role("textbox", name="Message").fill("Half a sent")

    page.reload()
    open_widget(page)

    assert page.get_by_role("textbox", name="Message").input_value() == "Half a sent"
    write(page, "Half a sentence")
    log(page).get_by_text("Sent", exact=True).wait_for()
    page.reload()
    open_widget(page)
    assert page.get_by_role("textbox", name="Message").input_value() == ""


@pytest.mark.parametrize(
    "script",
    [
        "Object.defineProperty(window, 'indexedDB', {get() { throw new Error('closed') }})",
        "indexedDB.open = () => ({})",
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('closed') }})",
        "delete Crypto.prototype.randomUUID; delete Navigator.prototype.locks; delete window.BroadcastChannel",
    ],
    ids=["no database", "a database that hangs", "no storage", "an insecure page"],
)
def test_it_sends_where_the_browser_keeps_nothing(visit, far_side, script):
    page = visit(script=script)

    write(page, "one", "two")

    wait_until(lambda: far_side.stored == ["one", "two"], what="the messages")
    assert shown(page) == ["one", "two"]


def test_a_text_that_is_too_long_is_named_and_kept(visit, far_side):
    far_side.site["max_text"] = 10
    page = visit()
    box = page.get_by_role("textbox", name="Message")

    box.fill("Much too long")
    page.get_by_role("alert").get_by_text("A message holds at most 10 characters; this one has 13.").wait_for()
    box.press("Enter")

    assert box.input_value() == "Much too long"
    assert far_side.stored == []
