"""Who waits is told his place and may call a person; who has sent a secret is told that it was hidden."""

import pytest

from tests.browser.serving import wait_until
from tests.browser.test_looks import scrolls_sideways
from tests.browser.widget.conftest import log, open_widget, write
from tests.browser.widget.far_side import Refused
from tests.browser.widget.test_cards import ask
from tests.browser.widget.test_talking_richly import findings


@pytest.fixture
def third_in_line(talking, far_side):
    """The conversation, whose customer has been told that he is the third."""
    conversation = far_side.only()
    conversation.place = 3
    far_side.state(conversation)
    talking.get_by_text("You are number 3 in the queue.").wait_for()
    return conversation


@pytest.mark.requirement("R12")
def test_the_place_in_the_queue_moves_without_a_version_and_goes_when_somebody_joins(talking, far_side, third_in_line):
    third_in_line.place = 1
    far_side.push(third_in_line.id, {"type": "state", "version": None, "conversation": third_in_line.public()})
    talking.get_by_text("You are next in the queue.").wait_for()

    third_in_line.place = None
    far_side.join()
    talking.get_by_text("in the queue").wait_for(state="detached")
    talking.get_by_role("button", name="Talk to a person").wait_for(state="detached")


@pytest.mark.requirement("R14")
def test_the_place_may_move_while_the_button_is_held_down(talking, far_side, third_in_line):
    talking.get_by_role("button", name="Talk to a person").hover()

    talking.mouse.down()
    third_in_line.place = 2
    far_side.push(third_in_line.id, {"type": "state", "version": None, "conversation": third_in_line.public()})
    talking.get_by_text("You are number 2 in the queue.").wait_for()
    talking.mouse.up()

    wait_until(lambda: third_in_line.person, what="the call")


@pytest.mark.requirement("R14")
def test_a_person_is_called_once_and_through_a_reload(talking, far_side, faults):
    far_side.faults = [lambda method, path: Refused(503) if path.endswith("/person") else None]
    talking.get_by_role("button", name="Talk to a person").click()
    talking.get_by_text("We are calling a person.").wait_for()

    talking.reload()
    open_widget(talking)
    talking.get_by_text("We are calling a person.").wait_for()
    assert talking.get_by_role("button", name="Talk to a person").count() == 0
    far_side.faults = []

    wait_until(lambda: far_side.only().person, what="the call")
    talking.get_by_text("We are calling a person.").wait_for()


@pytest.mark.requirement("R13")
def test_where_people_answer_alone_nobody_has_to_be_called(talking, far_side):
    talking.get_by_role("button", name="Talk to a person").wait_for()
    far_side.site["people_only"] = True

    talking.reload()
    open_widget(talking)

    talking.get_by_text("People answer here, not bots.").wait_for()
    assert talking.get_by_role("button", name="Talk to a person").count() == 0


def test_the_queue_stands_right_above_the_field_and_what_is_over_leaves_no_gap(talking, far_side, third_in_line):
    far_side.ask({"kind": "name", "session": None, "value": ""})
    talking.get_by_label("How should we address you?").wait_for()
    assert talking.locator(".asks").bounding_box()["y"] < talking.locator(".queue").bounding_box()["y"]

    third_in_line.place = None
    far_side.join()
    far_side.ask()
    talking.get_by_label("How should we address you?").wait_for(state="detached")
    talking.get_by_role("button", name="Talk to a person").wait_for(state="detached")

    foot, field = talking.locator(".widget__foot").bounding_box(), talking.locator(".widget__write").bounding_box()
    # The padding of both sides and the line.
    assert foot["height"] - field["height"] == 12 + 12 + 1


@pytest.mark.requirement("R18")
def test_a_talk_that_ended_by_itself_says_so(talking, far_side):
    far_side.say("", happening={"kind": "ended", "name": ""})

    log(talking).get_by_text("The chat has ended, since nobody wrote.").wait_for()


@pytest.mark.requirement("P-08", "P-09")
def test_who_sent_a_secret_hears_a_gentle_word(talking, far_side):
    mine = far_side.only().messages[0]

    far_side.change(mine, text="My card is 411111••••••1111", masked=["card"])
    log(talking).get_by_text("We hid the card number. Please never send it in a chat; we never ask for it.").wait_for()
    assert log(talking).get_by_text("My card is 411111••••••1111").is_visible()

    far_side.change(mine, masked=["card", "cvv", "unheard-of"])
    log(talking).get_by_text("We hid the card number. We hid the security code of the card.").wait_for()
    far_side.say("Thank you", masked=["code"])
    log(talking).get_by_text("Thank you").wait_for()
    assert log(talking).get_by_text("We hid the one-time code.").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_around_the_talk(talking, far_side, theme):
    talking.emulate_media(color_scheme=theme)
    talking.set_viewport_size({"width": 360, "height": 740})
    far_side.change(far_side.only().messages[0], masked=["card"])
    far_side.only().place = 3
    far_side.state(far_side.only())
    ask(talking)
    write(talking, "Why twice?")
    log(talking).get_by_text("Verified").wait_for()
    ask(talking)
    talking.get_by_role("button", name="Remove the card").wait_for()
    talking.get_by_text("You are number 3 in the queue.").wait_for()
    log(talking).get_by_text("We hid the card number.").wait_for()

    assert findings(talking) == []
    assert scrolls_sideways(talking) is False
