"""One operator's day, and what a supervisor changes of it (R124)."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Presence, PresenceChange, User
from analytics.day import day_of
from analytics.figures import Moment
from analytics.scope import scope_of
from core.models import Event
from tests.conftest import person
from tickets.models import Session, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R124")]


@pytest.fixture
def page_of():
    return lambda user, part="": f"/analytics/people/{user.pk}/{part}"


def test_the_day_is_what_the_log_says(alice, sam):
    noon = timezone.now().replace(hour=12, minute=0, second=0, microsecond=0)
    log = [("online", -3), ("busy", -2), ("offline", -1)]
    PresenceChange.objects.bulk_create(
        PresenceChange(user=alice, status=status, happened_at=noon + timedelta(hours=hours)) for status, hours in log
    )
    day = day_of(alice, scope_of(sam), noon)
    assert [(stretch.status, round(stretch.left), round(stretch.width)) for stretch in day.stretches] == [
        ("offline", 0, 540), ("online", 540, 60), ("busy", 600, 60), ("offline", 660, 60),
    ]  # fmt: skip
    assert day.lengths == [("online", timedelta(hours=1)), ("busy", timedelta(hours=1))]


def test_what_began_yesterday_goes_on(alice, sam):
    now = timezone.now().replace(hour=8)
    PresenceChange.objects.create(user=alice, status="away", happened_at=now - timedelta(days=1), set_by=sam)
    [stretch] = day_of(alice, scope_of(sam), now).stretches
    assert (stretch.status, stretch.began_at, stretch.set_by) == ("away", Moment.of(now).midnight, sam)


def test_chats_answers_and_first_replies_are_counted(chat_of, cards, alice, sam):
    ticket = chat_of(cards)
    ticket.take(by=alice)
    for _count in range(2):
        ticket.reply(text="Hello", client_id=uuid.uuid4(), by=alice)
    day = day_of(alice, scope_of(sam), timezone.now())
    assert (day.taken, day.leads, day.answers, day.first.count) == (1, 1, 2, 1)
    assert day.tickets == [Ticket.objects.get(pk=ticket.pk)]


def test_what_he_does_in_another_department_is_not_told(chat_of, cards, transfers, alice, desk_of, page_of):
    alice.memberships.create(department=transfers)
    nina = person("Nina", cards, role="supervisor")
    ticket = chat_of(transfers, name="Zanzibar")
    ticket.take(by=alice)
    ticket.reply(text="Hello", client_id=uuid.uuid4(), by=alice)
    day = day_of(alice, scope_of(nina), timezone.now())
    assert (day.taken, day.leads, day.answers, day.first, day.tickets) == (0, 0, 0, None, [])
    assert "Zanzibar" not in desk_of(nina).get(page_of(alice)).text


def test_the_page_is_a_supervisors_of_his_department(sams_desk, desk_of, alice, bob, carol, cards, client, page_of):
    assert "Presence" in sams_desk.get(page_of(alice)).text
    nina = desk_of(person("Nina", cards, role="supervisor"))
    assert nina.get(page_of(alice)).status_code == 200
    assert nina.get(page_of(carol)).status_code == 404
    assert desk_of(bob).get(page_of(alice)).status_code == 404
    assert client.get(page_of(alice)).status_code == 302
    assert sams_desk.post(page_of(alice)).status_code == 405


class TestPresence:
    def test_away_by_the_supervisor_takes_him_out_of_the_queue_and_is_in_his_log(self, sams_desk, alice, sam, page_of):
        alice.presence.see()
        assert "set to “Away”" in sams_desk.post(page_of(alice, "presence/"), {"status": "away"}).text
        assert not User.objects.online().exists()
        assert PresenceChange.objects.latest("pk").set_by == sam
        event = Event.objects.filter(name="agent.status_changed").latest("pk")
        assert (event.payload["set_by_id"], event.actor_id) == (sam.pk, sam.pk)

    def test_a_repeat_is_logged_once(self, sams_desk, alice, page_of):
        alice.presence.see()
        for _again in range(2):
            assert sams_desk.post(page_of(alice, "presence/"), {"status": "away"}).status_code == 200
        assert PresenceChange.objects.filter(status="away").count() == 1

    def test_he_is_told_and_comes_back_by_himself(self, sams_desk, alice, desk_of, page_of):
        alice.presence.see()
        desk = desk_of(alice)
        assert "Sam set you" not in desk.get("/accounts/presence/notice/").text
        sams_desk.post(page_of(alice, "presence/"), {"status": "away"})
        assert "Sam set you to “Away”" in desk.get("/accounts/presence/notice/").text
        assert desk.post("/accounts/presence/", {"status": "online"}).status_code == 200
        assert "Sam set you" not in desk.get("/accounts/presence/notice/").text
        assert Presence.objects.get(user=alice).set_by is None

    def test_his_open_desk_and_the_boards_hear_of_it(self, alice, sam, after_commit, pushed):
        alice.presence.see()
        with after_commit():
            alice.presence.go("away", by=sam)
        assert [group for group, _frame in pushed("presence")] == [f"agent.{alice.pk}"]
        assert [group for group, _frame in pushed("board")] == [f"agent.{sam.pk}"]

    @pytest.mark.parametrize("status", ["", "asleep", "offline"])
    def test_an_unknown_status_is_refused(self, sams_desk, desk_of, alice, page_of, status):
        assert sams_desk.post(page_of(alice, "presence/"), {"status": status}).status_code == 422
        assert desk_of(alice).post("/accounts/presence/", {"status": status}).status_code == 422

    def test_nobody_sets_a_supervisors_but_an_admin(self, sams_desk, desk_of, admin, cards, alice, bob, page_of):
        nina = person("Nina", cards, role="supervisor")
        form = {"status": "away"}
        assert sams_desk.post(page_of(nina, "presence/"), form).status_code == 404
        assert desk_of(admin).post(page_of(nina, "presence/"), form).status_code == 200
        assert desk_of(bob).post(page_of(alice, "presence/"), form).status_code == 404
        assert sams_desk.get(page_of(alice, "presence/")).status_code == 405


class TestHandingOn:
    @pytest.fixture
    def chats(self, chat_of, cards, alice):
        """Alice talks with one customer, and has another who waits for her."""
        talks, waits = chat_of(cards), chat_of(cards)
        talks.take(by=alice)
        waits.assign(alice, by=alice)
        return [talks, waits]

    def test_all_chats_go_to_a_colleague_with_their_customers(self, chats, sams_desk, alice, bob, page_of):
        answer = sams_desk.post(page_of(alice, "chats/"), {"to": bob.pk})
        assert "Bob has 2 chats more." in answer.text
        assert {ticket.assignee for ticket in Ticket.objects.all()} == {bob}
        assert Session.objects.get(ticket=chats[0]).operator == bob

    def test_or_back_to_the_queue(self, chats, sams_desk, alice, page_of):
        assert "2 chats are back" in sams_desk.post(page_of(alice, "chats/"), {"to": "queue"}).text
        assert {ticket.assignee for ticket in Ticket.objects.all()} == {None}

    def test_a_repeat_hands_on_nothing(self, chats, sams_desk, alice, bob, page_of):
        sams_desk.post(page_of(alice, "chats/"), {"to": bob.pk})
        assert "No chat was handed on." in sams_desk.post(page_of(alice, "chats/"), {"to": bob.pk}).text

    def test_what_the_colleague_may_not_see_stays_and_is_named(self, chats, sams_desk, alice, carol, page_of):
        answer = sams_desk.post(page_of(alice, "chats/"), {"to": carol.pk}).text
        assert f"#{chats[0].pk}" in answer and "does not work in this department" in answer
        assert {ticket.assignee for ticket in Ticket.objects.all()} == {alice}

    @pytest.mark.parametrize("to", ["", "x", "0", "99999999999999999999", "²"])
    def test_a_choice_that_is_not_offered_is_refused_with_the_same_form(self, chats, sams_desk, alice, page_of, to):
        answer = sams_desk.post(page_of(alice, "chats/"), {"to": to})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text and "<form" in answer.text

    def test_the_form_names_how_many_and_to_whom(self, chats, sams_desk, desk_of, alice, bob, page_of):
        form = sams_desk.get(page_of(alice, "chats/")).text
        assert "2 open chats" in form and "Bob" in form
        assert "has no open chat" in sams_desk.get(page_of(bob, "chats/")).text
        assert desk_of(bob).get(page_of(alice, "chats/")).status_code == 404
