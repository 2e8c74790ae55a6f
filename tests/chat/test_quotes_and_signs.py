"""A customer quotes a message and answers with a sign; both sides see both, and nobody a colleague's note."""

import uuid

import pytest

from tickets.models import Message

pytestmark = pytest.mark.requirement("R3")


@pytest.fixture
def answered(browser, alice):
    """Alice has answered the visitor's first message; her message."""
    browser.write("Which card?")
    message, _ = browser.ticket.reply(text="The blue one", client_id=uuid.uuid4(), by=alice)
    return message


def react(browser, message, emoji="👍", on=True, conversation=None):
    body = {"client_id": str(message.client_id), "emoji": emoji, "on": on}
    return browser.ask("POST", f"conversations/{conversation or browser.conversation}/reactions", body)


def test_a_quote_is_stored_and_told(browser, answered):
    told = browser.write("Thank you", reply_to=str(answered.client_id)).json()["message"]["quote"]

    assert Message.objects.latest("pk").reply_to == answered
    assert told == {
        "client_id": str(answered.client_id),
        "seq": answered.public_seq,
        "author": {"kind": "agent", "name": "Alice", "photo": None},
        "text": "The blue one",
        "file": "",
        "redacted": False,
    }
    assert browser.read(after=0).json()["messages"][-1]["quote"] == told


def test_a_removed_message_is_quoted_without_its_words(browser, answered, alice):
    browser.write("Thank you", reply_to=str(answered.client_id))
    browser.ticket.redact(answered, by=alice)

    told = browser.read(after=0).json()["messages"][-1]

    assert (told["redacted"], told["text"]) == (True, "")
    quote = next(m["quote"] for m in browser.read(before=99).json()["messages"] if m["quote"])
    assert (quote["redacted"], quote["text"]) == (True, "")


def test_a_note_cannot_be_quoted_and_looks_as_if_it_were_not_there(browser, answered, alice):
    note, _ = browser.ticket.note(text="He seems upset", client_id=uuid.uuid4(), by=alice)

    of_a_note = browser.write("Aha", reply_to=str(note.client_id))
    of_nothing = browser.write("Aha", reply_to=str(uuid.uuid4()))

    assert of_a_note.status_code == of_nothing.status_code == 422
    assert of_a_note.json() == of_nothing.json()
    assert react(browser, note).status_code == 404


def test_a_sign_is_set_once_and_taken_back(browser, answered):
    first, again = react(browser, answered), react(browser, answered)

    assert first.status_code == again.status_code == 200
    assert first.json()["reactions"] == again.json()["reactions"] == [{"emoji": "👍", "count": 1, "mine": True}]
    assert again.json()["version"] == first.json()["version"]
    assert react(browser, answered, on=False).json()["reactions"] == []


def test_the_customer_sees_an_operators_sign(browser, answered, alice):
    question = browser.ticket.messages.get(author_kind="customer")
    browser.ticket.react(question, "🙏", by=alice)

    [seen] = [m for m in browser.read(before=99).json()["messages"] if m["client_id"] == str(question.client_id)]

    assert seen["reactions"] == [{"emoji": "🙏", "count": 1, "mine": False}]


@pytest.mark.parametrize("emoji", ["A", "<b>", "👍👍", ""])
def test_only_a_sign_is_a_sign(browser, answered, emoji):
    assert react(browser, answered, emoji).status_code == 422
    answered.refresh_from_db()
    assert answered.reactions == {}


def test_strangers_react_to_nothing(browser, another, answered):
    another.write("Mine")

    assert react(another, answered, conversation=browser.conversation).status_code == 404
    assert react(another, answered, conversation=another.conversation).status_code == 404
