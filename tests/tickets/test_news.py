"""What an agent's browser is told to speak up about, by the agent's own choice (R144)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from tickets.news import EPOCH, MICROSECOND, moment_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def before():
    """Told since a moment ago: everything of this test happens in one transaction, so at one time."""
    return str((timezone.now() - timedelta(minutes=1) - EPOCH) // MICROSECOND)


@pytest.fixture
def heard_by(desk_of, before):
    """`heard_by(alice)`: the kinds of news and their tickets."""

    def ask(user, **choice):
        User.objects.filter(pk=user.pk).update(**choice)
        answer = desk_of(user).get("/desk/news/", {"after": before})
        assert answer.status_code == 200
        return [(one["kind"], one["ticket"]) for one in answer.json()["news"]]

    return ask


def test_by_default_one_hears_of_ones_own_tickets_alone(heard_by, double_charge, alice, bob, dave, new_id):
    double_charge.take(by=alice)
    double_charge.receive(text="Hello?", client_id=new_id(), by=dave)

    assert heard_by(alice) == [("reply", double_charge.pk)]
    assert heard_by(bob) == []


def test_who_wants_to_hear_of_the_department_hears_of_its_new_tickets(heard_by, double_charge, alice, carol):
    assert heard_by(alice, notify_about="departments") == [("new", double_charge.pk)]
    assert heard_by(carol, notify_about="departments") == [], "it is not her department"


def test_who_wants_to_hear_nothing_hears_nothing(heard_by, double_charge, alice, dave, new_id):
    double_charge.take(by=alice)
    double_charge.receive(text="Hello?", client_id=new_id(), by=dave)
    assert heard_by(alice, notify_about="nothing") == []


def test_a_ticket_that_is_handed_over_is_news_for_the_one_who_gets_it(heard_by, double_charge, alice, bob):
    double_charge.assign(bob, by=alice)

    assert heard_by(bob) == [("assigned", double_charge.pk)]
    assert heard_by(alice) == []


def test_taking_a_ticket_oneself_is_no_news(heard_by, double_charge, alice):
    double_charge.take(by=alice)
    assert ("assigned", double_charge.pk) not in heard_by(alice)


def test_what_was_read_meanwhile_is_not_told(heard_by, double_charge, alice, dave, new_id):
    double_charge.take(by=alice)
    double_charge.receive(text="Hello?", client_id=new_id(), by=dave)
    double_charge.seen_by_agents(read=double_charge.last_public_seq, by=alice)
    assert heard_by(alice) == []


def test_ones_own_answer_is_no_news(heard_by, double_charge, alice, new_id):
    double_charge.reply(text="Let me look", client_id=new_id(), by=alice)
    assert heard_by(alice) == []


def test_a_ticket_that_may_not_be_seen_is_not_told_of(heard_by, double_charge, alice, transfers, cards):
    """She follows it, and has left the department since."""
    double_charge.followers.create(user=alice)
    assert heard_by(alice) == [("new", double_charge.pk)]
    alice.leave(cards, by=alice)
    assert heard_by(alice) == []


def test_no_word_of_the_customer_goes_along(desk_of, before, alice, double_charge):
    User.objects.filter(pk=alice.pk).update(notify_about="departments")
    answer = desk_of(alice).get("/desk/news/", {"after": before})
    assert "charged" not in answer.text
    assert answer.json()["news"][0]["name"] == "Dave Okafor"
    assert answer["Cache-Control"] == "no-store"


def test_the_number_counts_the_tickets_that_wait_for_ones_eyes(desk_of, double_charge, alice, dave, new_id):
    desk = desk_of(alice)
    assert desk.get("/desk/news/").json()["unread"] == 0, "nobody's yet"
    double_charge.take(by=alice)
    double_charge.receive(text="Hello?", client_id=new_id(), by=dave)
    assert desk.get("/desk/news/").json()["unread"] == 1, "a ticket, not its messages"
    double_charge.seen_by_agents(read=double_charge.last_public_seq, by=alice)
    assert desk.get("/desk/news/").json()["unread"] == 0


def test_it_asks_the_same_however_many_tickets_there_are(
    desk_of, queue_of, before, alice, django_assert_max_num_queries
):
    User.objects.filter(pk=alice.pk).update(notify_about="departments")
    desk = desk_of(alice)
    queue_of(12)
    with django_assert_max_num_queries(9):
        assert len(desk.get("/desk/news/", {"after": before}).json()["news"]) == 12


@pytest.mark.parametrize("text", [None, "", "x", "-5", "9" * 30, "１２"])
def test_what_is_no_moment_is_now(text):
    now = timezone.now()
    assert moment_of(text, now=now) == now


def test_an_old_moment_is_not_so_old():
    now = timezone.now()
    assert now - moment_of("1", now=now) == timedelta(minutes=2)
    assert moment_of("9" * 17, now=now) == now, "nor does it lie ahead"
