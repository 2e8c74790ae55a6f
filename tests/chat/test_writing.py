import uuid

import pytest

from chat.models import Conversation
from tickets.models import Message, Ticket


@pytest.mark.requirement("R2")
def test_the_first_message_opens_a_ticket(browser, cards):
    response = browser.write("My card is blocked\nHelp")

    assert response.status_code == 201
    ticket = Ticket.objects.get()
    assert (ticket.channel, ticket.department, ticket.status) == ("widget", cards, "new")
    assert ticket.subject == "My card is blocked"
    answer = response.json()
    assert answer["conversation"]["id"] == browser.conversation
    assert answer["conversation"]["status"] == "queued"
    assert answer["conversation"]["version"] == ticket.public_version == answer["message"]["version"]
    assert answer["message"]["author"] == {"kind": "customer", "name": "", "photo": None}


@pytest.mark.requirement("L-08")
@pytest.mark.parametrize("times", [2, 3])
def test_sending_again_answers_the_same_and_stores_once(browser, times):
    same = {"text": "Hello", "client_id": str(uuid.uuid4())}
    answers = [browser.write(**same) for _ in range(times)]

    assert [answer.status_code for answer in answers] == [201] + [200] * (times - 1)
    assert len({str(answer.json()["message"]) for answer in answers}) == 1
    assert Message.objects.count() == Ticket.objects.count() == 1


def test_twenty_messages_from_an_outbox_stand_once_and_in_order(browser):
    ids = [str(uuid.uuid4()) for _ in range(10)]
    for number, client_id in enumerate(ids):
        for _ in range(2):
            assert browser.write(f"message {number}", client_id=client_id).status_code in (200, 201)

    texts = [message["text"] for message in browser.read(after=0).json()["messages"]]
    assert texts == [f"message {number}" for number in range(10)]


def test_a_message_to_a_solved_ticket_reopens_it(browser, alice, after_commit):
    browser.write()
    browser.ticket.resolve(by=alice)

    answer = browser.write("One more thing").json()

    assert answer["conversation"]["id"] == browser.conversation
    assert answer["conversation"]["status"] == "queued"
    assert browser.ticket.status == "open"


def test_messages_to_a_closed_ticket_go_on_in_one_follow_up(browser, alice):
    browser.write()
    browser.ticket.close(by=alice)
    closed = browser.conversation
    same = {"text": "Still broken", "client_id": str(uuid.uuid4()), "conversation": closed}

    first = browser.write(**same).json()
    again = browser.write(**same).json()
    later = browser.write("And more", conversation=closed).json()

    follow_up = str(uuid.uuid5(uuid.UUID(closed), "follow-up"))
    assert first["conversation"]["id"] == again["conversation"]["id"] == later["conversation"]["id"] == follow_up
    assert first["message"] == again["message"]
    assert Ticket.objects.count() == 2
    assert [m["text"] for m in browser.read(follow_up, after=0).json()["messages"]] == ["Still broken", "And more"]


def test_a_follow_up_of_a_follow_up_is_found_from_the_first(browser, alice):
    browser.write()
    first = browser.conversation
    for _ in range(2):
        Ticket.objects.latest("pk").close(by=alice)
        answer = browser.write("Again", conversation=first).json()

    second = uuid.uuid5(uuid.UUID(first), "follow-up")
    assert answer["conversation"]["id"] == str(uuid.uuid5(second, "follow-up"))
    assert Conversation.objects.count() == Ticket.objects.count() == 3


def test_what_was_stored_before_closing_is_not_written_again_after_it(browser, alice):
    same = {"text": "Hello", "client_id": str(uuid.uuid4())}
    browser.write(**same)
    browser.ticket.close(by=alice)

    assert browser.write(**same).status_code == 200
    assert Ticket.objects.count() == 1


@pytest.mark.parametrize("text", ["", "   \n", "\x00"])
def test_nothing_is_not_a_message(browser, text):
    response = browser.write(text)
    assert response.status_code == 422
    assert response.json()["error"]["fields"]["text"]
    assert not Ticket.objects.exists()


def test_too_long_a_text_says_so(browser):
    assert browser.write("x" * 10_001).status_code == 422
    assert browser.write("x" * 10_000).status_code == 201


def test_sentences_are_in_the_readers_language(browser):
    english = browser.write("").json()["error"]["message"]
    assert english == "Write something first."


def test_a_stranger_cannot_read_write_or_mark(browser, another):
    browser.write()
    mine = browser.conversation

    assert another.read(mine, after=0).status_code == 404
    assert another.ask("POST", f"conversations/{mine}/seen", {"delivered": 1, "read": 1}).status_code == 404
    assert (
        another.ask("POST", f"conversations/{mine}/page", {"url": "https://x.example/", "title": ""}).status_code == 404
    )
    # The same id is another conversation of another visitor.
    assert another.write("Me too", conversation=mine).status_code == 201
    assert Ticket.objects.count() == 2
    assert [m["text"] for m in another.read(mine, after=0).json()["messages"]] == ["Me too"]


def test_no_customer_is_made_for_one_who_only_looks(browser):
    from chat.models import Visitor
    from customers.models import Customer

    assert Visitor.objects.get().customer is None
    assert not Customer.objects.exists()
    browser.write()
    assert Visitor.objects.get().customer == Customer.objects.get()


@pytest.mark.django_db(transaction=True)
def test_the_same_first_words_at_once_open_one_ticket(browser, at_once):
    same = {"text": "Hello", "client_id": str(uuid.uuid4()), "conversation": str(uuid.uuid4())}

    answers = at_once(8, lambda number: browser.write(**same))

    assert sorted(answer.status_code for answer in answers) == [200] * 7 + [201]
    assert Ticket.objects.count() == Message.objects.count() == Conversation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_several_messages_at_once_are_each_stored_once(browser, at_once):
    conversation = str(uuid.uuid4())
    ids = [str(uuid.uuid4()) for _ in range(5)] * 2

    answers = at_once(10, lambda number: browser.write("Hi", conversation=conversation, client_id=ids[number]))

    assert sorted(answer.status_code for answer in answers) == [200] * 5 + [201] * 5
    assert sorted(Message.objects.values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    assert Ticket.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_message_asks_the_database_little(browser, django_assert_max_num_queries):
    """The road to 120 messages a second; BEGIN and COMMIT and what the agents' fragment asks are in it."""
    browser.write()
    with django_assert_max_num_queries(11):
        assert browser.write("And another").status_code == 201
