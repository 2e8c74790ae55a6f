"""What the customer is asked below the talk: one thing at a time, never in his way, never lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.serving import wait_until
from tests.browser.widget.conftest import log, open_widget, write
from tests.browser.widget.far_side import Refused
from tests.browser.widget.test_reception import focused
from tests.browser.widget.test_talking_richly import findings

SOLVED = {"kind": "solved", "session": 7}
RATING = {"kind": "rating", "session": 7, "about": "operator", "name": "Alice Moreau", "photo": None}
COMMENT = {"kind": "comment", "session": 7, "stars": 2}
NAME = {"kind": "name", "session": None, "value": "Dave Okafor"}
QUESTIONS = {
    "kind": "questions",
    "session": 7,
    "questions": [
        {
            "name": "effort",
            "label": "Was it easy?",
            "kind": "choice",
            "required": True,
            "options": [{"value": "yes", "label": "Easy"}, {"value": "no", "label": "Hard"}],
        },
        {"name": "more", "label": "Anything else?", "kind": "text", "options": [], "required": False},
    ],
}


def stars(page):
    return page.get_by_role("group", name="Rate this conversation")


def answers(far_side):
    return far_side.only().answers


def answered(far_side, *expected):
    wait_until(lambda: answers(far_side) == list(expected), what="the answers")


def test_what_is_typed_stays_when_the_answer_before_it_comes_late(talking, far_side):
    late = []
    talking.route("**/answers", lambda route: late.append((route, route.fetch())))
    far_side.ask(RATING, COMMENT)
    stars(talking).get_by_role("radio", name="2").click()
    field = talking.get_by_label("What should have been better?")
    field.press_sequentially("I explained it")

    [(route, answer)] = late
    with talking.expect_response("**/answers"):
        route.fulfill(response=answer)
    talking.unroute("**/answers")
    # What the answer brings would be shown by now.
    talking.evaluate("new Promise(done => setTimeout(done, 300))")
    talking.keyboard.type(" twice.")
    expect(field).to_have_value("I explained it twice.")
    talking.get_by_role("button", name="Send").click()

    answered(far_side, ("rating", 2), ("comment", "I explained it twice."))


@pytest.mark.requirement("R19", "R20", "R21", "R23")
def test_solved_two_stars_a_comment_and_thanks(talking, far_side):
    far_side.ask(SOLVED, RATING, COMMENT)
    talking.get_by_text("Was your question solved?").wait_for()

    talking.get_by_role("button", name="Yes").click()
    talking.get_by_text("How was it with Alice Moreau?").wait_for()
    stars(talking).get_by_role("radio", name="2").click()
    talking.get_by_label("What should have been better?").fill("I explained it twice.")
    assert not talking.get_by_role("textbox", name="Message").is_visible()
    talking.get_by_role("button", name="Send").click()

    talking.get_by_text("Thank you for your answer.").wait_for()
    answered(far_side, ("solved", True), ("rating", 2), ("comment", "I explained it twice."))
    assert talking.get_by_role("textbox", name="Message").is_visible()


@pytest.mark.requirement("R19")
def test_everything_can_be_skipped(talking, far_side):
    far_side.ask(SOLVED, RATING, COMMENT, QUESTIONS, NAME)

    for sentence in ("Was your", "How was it", "We are sorry", "A few short", "How should we"):
        talking.get_by_role("status").get_by_text(sentence).wait_for()
        talking.get_by_role("button", name="Skip").click()

    answered(far_side, *((kind, None) for kind in ("solved", "rating", "comment", "questions", "name")))
    talking.get_by_role("button", name="Skip").wait_for(state="detached")
    assert talking.get_by_text("Thank you").count() == 0


@pytest.mark.requirement("R20")
def test_arrows_only_choose_a_star(talking, far_side):
    far_side.ask(RATING)
    stars(talking).get_by_role("radio", name="1").focus()

    for _ in range(3):
        talking.keyboard.press("ArrowRight")
    assert stars(talking).get_by_role("radio", name="4").is_checked()
    assert answers(far_side) == []
    talking.keyboard.press("Enter")

    answered(far_side, ("rating", 4))


@pytest.mark.requirement("R24")
def test_a_required_question_is_named_and_the_rest_is_kept(talking, far_side):
    far_side.ask(QUESTIONS)
    talking.get_by_label("Anything else?").fill("No, thank you")

    talking.get_by_role("button", name="Send").click()
    talking.get_by_role("alert").get_by_text("Fill this in.").wait_for()
    talking.get_by_text("Easy", exact=True).click()
    talking.get_by_role("button", name="Send").click()

    answered(far_side, ("questions", {"effort": "yes", "more": "No, thank you"}))


@pytest.mark.requirement("R9", "R10")
def test_the_name_is_asked_with_what_is_known(talking, far_side):
    far_side.ask(NAME)
    box = talking.get_by_role("textbox", name="How should we address you?")
    assert box.input_value() == "Dave Okafor"

    box.fill("Dave")
    talking.get_by_role("button", name="Save").click()

    answered(far_side, ("name", "Dave"))
    box.wait_for(state="detached")


@pytest.mark.requirement("R21")
def test_typed_words_survive_a_reload(talking, far_side):
    far_side.ask(COMMENT)
    talking.get_by_label("What should have been better?").fill("Half a comm")

    talking.reload()
    open_widget(talking)

    expect(talking.get_by_label("What should have been better?")).to_have_value("Half a comm")


@pytest.mark.requirement("R20")
def test_an_answer_is_kept_until_the_server_has_it_through_a_reload(talking, far_side, faults):
    far_side.ask(RATING)
    far_side.faults = [lambda method, path: Refused(503) if path.endswith("/answers") else None]
    stars(talking).get_by_role("radio", name="5").click()
    talking.get_by_text("Waiting for the network. What you wrote is kept.").wait_for()

    talking.reload()
    open_widget(talking)
    expect(stars(talking).get_by_role("radio", name="5")).to_be_checked()
    far_side.faults = []

    answered(far_side, ("rating", 5))
    stars(talking).wait_for(state="detached")


def test_a_refused_answer_says_why_and_keeps_the_words(talking, far_side, faults):
    far_side.ask(COMMENT)
    far_side.faults = [lambda method, path: Refused(422, "This is too long.") if path.endswith("/answers") else None]
    talking.get_by_label("What should have been better?").fill("Much too long")

    talking.get_by_role("button", name="Send").click()

    talking.get_by_role("alert").get_by_text("This is too long.").wait_for()
    assert talking.get_by_label("What should have been better?").input_value() == "Much too long"


def test_what_one_tab_answers_the_other_asks_no_more(talking, visit, far_side):
    other = visit(beside=talking)
    wait_until(lambda: len(far_side.sockets) == 2, what="both sockets")
    far_side.ask(SOLVED)
    other.get_by_text("Was your question solved?").wait_for()

    talking.get_by_role("button", name="No").click()

    other.get_by_text("Was your question solved?").wait_for(state="detached")
    answered(far_side, ("solved", False))


def test_a_question_takes_the_focus_from_nobody_and_never_drops_it(talking, far_side):
    box = talking.get_by_role("textbox", name="Message")
    box.fill("I am wri")
    far_side.ask(COMMENT)
    talking.get_by_label("What should have been better?").wait_for()
    assert focused(talking) == "Message"
    box.press_sequentially("ting")
    assert box.input_value() == "I am writing"

    talking.get_by_role("button", name="Skip").focus()
    talking.keyboard.press("Enter")
    talking.get_by_role("button", name="Skip").wait_for(state="detached")
    wait_until(lambda: focused(talking) == "Message", what="the focus")


def test_a_part_that_does_not_load_comes_later(visit, far_side, faults):
    page = visit(open_chat=False)
    page.route("**/static/widget/asks.js*", lambda route: route.abort())
    open_widget(page)
    write(page, "Hello")
    log(page).get_by_text("Sent", exact=True).wait_for()
    wait_until(lambda: far_side.sockets, what="the socket")
    with page.expect_request("**/static/widget/asks.js*"):
        far_side.ask(SOLVED)

    page.unroute("**/static/widget/asks.js*")

    page.get_by_text("Was your question solved?").wait_for()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ask", [SOLVED, RATING, COMMENT, QUESTIONS, NAME], ids=lambda ask: ask["kind"])
def test_axe_finds_nothing_in_what_is_asked(talking, far_side, ask, theme):
    talking.emulate_media(color_scheme=theme)
    talking.set_viewport_size({"width": 360, "height": 740})
    far_side.ask(ask)
    talking.get_by_role("button", name="Skip").wait_for()

    assert findings(talking) == []
