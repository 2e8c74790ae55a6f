"""S-18: what colleagues write to each other never reaches the customer, by two locks."""

import json
import uuid

import pytest

from chat import reactions
from chat.serialising import NotForCustomers, message_json
from tickets.models import Message

SECRET = "he looks like a fraud"


@pytest.fixture
def noted(browser, alice, after_commit, monkeypatch):
    """A conversation with a note in it, and all frames that left for the customer."""
    frames = []
    monkeypatch.setattr(reactions, "push_many", lambda pairs: frames.extend(pairs))
    with after_commit():
        browser.write()
    with after_commit():
        browser.ticket.note(text=SECRET, client_id=uuid.uuid4(), by=alice)
    with after_commit():
        browser.ticket.reply(text="Hello", client_id=uuid.uuid4(), by=alice)
    return browser, frames


def test_a_note_is_in_no_answer_and_no_frame(noted):
    browser, frames = noted
    said = [
        browser.read(after=0).text,
        browser.read(before=9999).text,
        browser.arrive().text,
        browser.write("More").text,
        json.dumps(frames),
    ]
    assert all(SECRET not in each for each in said)
    assert "Hello" in said[0]
    assert "Hello" in said[4]


def test_a_note_leaves_no_hole_in_the_versions(noted):
    browser, frames = noted
    versions = [frame["version"] for _group, frame in frames]
    assert versions == list(range(versions[0], versions[0] + len(versions)))
    assert browser.read(after=0).json()["conversation"]["version"] == versions[-1]


def test_a_note_does_not_move_the_conversations_last_place(browser, alice):
    browser.write()
    browser.ticket.note(text=SECRET, client_id=uuid.uuid4(), by=alice)
    assert browser.read(after=0).json()["conversation"]["seq"] == 1
    assert browser.read(after=0).json()["conversation"]["unread"] == 0


def test_frames_go_to_the_customers_group_only(noted):
    browser, frames = noted
    assert {group for group, _frame in frames} == {f"ticket.{browser.ticket.pk}.customer"}


def test_the_serialiser_refuses_a_note_by_itself(noted):
    note = Message.objects.get(visibility="internal")
    with pytest.raises(NotForCustomers):
        message_json(note, visitor_id=1, bot={})
    # And one that was marked public without ever having been published.
    note.visibility = "public"
    with pytest.raises(NotForCustomers):
        message_json(note, visitor_id=1, bot={})


def test_a_visitor_cannot_overwrite_or_see_a_note_by_its_id(noted):
    browser, _frames = noted
    note = Message.objects.get(visibility="internal")
    answer = browser.write("Mine", client_id=str(note.client_id))
    assert answer.status_code == 422
    assert SECRET not in answer.text
    note.refresh_from_db()
    assert note.text == SECRET


def test_what_happened_brings_the_state_along(noted):
    _browser, frames = noted
    [joined] = [frame for _group, frame in frames if frame.get("message", {}).get("happening")]
    assert joined["message"]["happening"] == {"kind": "joined", "name": "Alice"}
    assert joined["state"]["agent"]["name"] == "Alice"
    assert joined["state"]["status"] == "joined"


def test_details_of_what_happened_are_for_colleagues(browser, alice, transfers):
    browser.write()
    browser.ticket.transfer(transfers, by=alice, note=SECRET)
    [line] = [each for each in browser.read(after=0).json()["messages"] if each["happening"]]
    assert line["happening"] == {"kind": "transferred", "name": "Transfers"}
    assert line["author"] == {"kind": "system", "name": "", "photo": None}


def test_a_note_leaves_no_gap_in_the_places(noted):
    browser, _frames = noted
    browser.write("More")
    assert [each["seq"] for each in browser.read(after=0).json()["messages"]] == [1, 2, 3, 4]
