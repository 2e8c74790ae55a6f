"""A customer ends the chat himself: he waits for nothing, his operator is told, he is asked as after every end."""

import uuid

import pytest

from core.models import Event
from tests.tickets.test_silence import happenings
from tickets.models import ChatRules, Session, Ticket

pytestmark = pytest.mark.django_db


def end(browser):
    return browser.ask("POST", f"conversations/{browser.conversation}/end", {})


@pytest.fixture
def answered(daves_browser, alice):
    daves_browser.write()
    daves_browser.ticket.reply(text="Only one of them is real.", client_id=uuid.uuid4(), by=alice)
    return daves_browser


def test_who_ends_it_reads_the_farewell_and_is_asked_whether_it_is_solved(answered, alice):
    told = end(answered).json()
    assert (told["status"], told["ask"]["kind"]) == ("closed", "solved")
    farewell, left = answered.read(after=0).json()["messages"][-2:]
    assert farewell["text"].startswith("This chat has ended, Dave") and farewell["author"]["kind"] == "bot"
    assert left["happening"] == {"kind": "left", "name": ""}
    session, ticket = Session.objects.get(), Ticket.objects.get()
    assert (session.closed_by, session.operator, ticket.status, ticket.assignee) == (
        "customer",
        alice,
        "pending",
        alice,
    )
    assert answered.ticket.messages.get(happening="left").details["name"] == "Dave Okafor"


def test_who_waited_leaves_the_line_and_is_owed_nothing(browser):
    browser.write()
    told = end(browser).json()
    session, ticket = Session.objects.get(), Ticket.objects.get()
    assert (told["status"], told["place"], told["ask"]) == ("closed", None, None)
    assert (session.queue, [getattr(session, clock) for clock in Session.CLOCKS]) == (None, [None] * 4)
    assert (ticket.status, ticket.waiting_since, ticket.answer_due_at) == ("pending", None, None)
    assert ticket.unread_count == 1, "nobody of ours has read it"


def test_a_chat_that_was_offered_is_no_offer_any_more(browser, alice):
    browser.write()
    Ticket.objects.update(assignee=alice, offer_due_at=browser.ticket.created_at)
    end(browser)
    assert Ticket.objects.get().offer_due_at is None


def test_what_waits_for_others_waits_on(answered, alice):
    answered.ticket.hold(reason="The partner bank", by=alice)
    end(answered)
    assert (Ticket.objects.get().status, Session.objects.get().state) == ("on_hold", "closed")


def test_without_farewell_only_the_line_is_left(answered, cards):
    ChatRules.objects.create(department=cards, says_farewell=False)
    end(answered)
    assert not answered.ticket.messages.filter(details__automatic="farewell").exists()
    assert happenings(answered.ticket) == ["joined", "left"]


def test_what_he_writes_next_begins_another_session_of_the_same_conversation(answered):
    end(answered)
    told = answered.write("One more thing").json()["conversation"]
    assert (told["id"], told["status"]) == (answered.conversation, "queued")
    assert list(Session.objects.order_by("pk").values_list("state", flat=True)) == ["closed", "queued"]


@pytest.mark.django_db(transaction=True)
def test_ending_it_twice_at_once_ends_it_once(answered, at_once):
    answers = at_once(4, lambda number: end(answered).status_code)
    assert answers == [200] * 4
    assert happenings(answered.ticket).count("left") == 1
    assert answered.ticket.messages.filter(details__automatic="farewell").count() == 1
    assert Event.objects.filter(name="ticket.session_closed").count() == 1


def test_what_is_over_already_stays_as_it_is(answered, alice):
    answered.ticket.resolve(by=alice)
    assert end(answered).json()["status"] == "closed"
    assert happenings(answered.ticket) == ["joined", "resolved"]


def test_a_strangers_chat_other_verbs_and_unknown_fields_are_refused(answered, another):
    path = f"conversations/{answered.conversation}/end"
    assert another.ask("POST", path, {}).status_code == 404
    assert answered.ask("GET", path).status_code == 405
    assert answered.ask("POST", path, {"now": True}).status_code == 400
    assert Session.objects.get().state == "joined"


def test_his_other_tabs_hear_it(answered, monkeypatch, after_commit):
    frames = []
    monkeypatch.setattr("chat.reactions.push_many", lambda sent: frames.extend(frame for _group, frame in sent))
    with after_commit():
        end(answered)
    assert (frames[-1]["message"]["happening"]["kind"], frames[-1]["state"]["status"]) == ("left", "closed")
