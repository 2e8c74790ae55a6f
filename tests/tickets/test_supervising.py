"""A supervisor's hand in a conversation: watching, whispering, taking over and giving back (R126)."""

import json
import uuid

import pytest

from accounts.models import User
from chat.models import Conversation
from chat.serialising import message_json
from chat.standing import standing_of
from core.models import Event
from tests.conftest import person
from tickets.models import Mention, Message, Session, Ticket
from tickets.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R126")]


def happenings(ticket, *, public: bool) -> list[str]:
    lines = ticket.messages.exclude(happening="").order_by("seq")
    return [line.happening for line in lines if line.is_public == public]


def reply(ticket, by, **more):
    return ticket.reply(text="Let me look", client_id=uuid.uuid4(), by=by, **more)


@pytest.fixture
def led(double_charge, alice):
    """Alice talks with Dave."""
    double_charge.take(by=alice)
    return double_charge


@pytest.fixture
def sams_desk(desk_of, sam):
    return desk_of(sam)


class TestWatching:
    def test_what_a_supervisor_sees_of_a_colleagues_ticket_stays_unread(self, led, sams_desk, sam, now):
        unread = now().unread_count
        assert sams_desk.post(f"/desk/tickets/{led.pk}/seen/", {"read": 1}).status_code == 204
        assert (now().agents_read_seq, now().unread_count) == (0, unread)
        assert not Event.objects.filter(name="ticket.seen").exists()

    def test_what_the_operator_sees_is_read(self, led, alice, now):
        assert led.seen_by_agents(read=1, by=alice)
        assert now().unread_count == 0

    def test_a_supervisor_reads_what_is_his_own_or_nobodys(self, double_charge, sam):
        assert double_charge.seen_by_agents(read=1, by=sam)

    def test_a_colleague_who_supervises_nobody_reads_for_the_team(self, led, bob):
        assert led.seen_by_agents(read=1, by=bob)

    def test_the_page_says_that_he_watches(self, led, sams_desk, alices_desk):
        page = f"/desk/tickets/{led.pk}/"
        assert "You watch" in sams_desk.get(page).text
        assert "You watch" not in alices_desk.get(page).text


class TestWhispering:
    def test_it_is_a_note_for_the_operator_that_says_so(self, led, sam, alice):
        whisper, new = led.whisper(text="Offer her the refund", client_id=uuid.uuid4(), by=sam)
        assert new and not whisper.is_public
        assert whisper.details["whisper"] == alice.pk
        assert Mention.objects.filter(user=alice, message=whisper).exists()

    def test_a_repeat_is_the_same_whisper_whoever_has_the_ticket_by_then(self, led, sam, new_id):
        key = new_id()
        first, _new = led.whisper(text="Offer", client_id=key, by=sam)
        led.take_over(by=sam)
        assert led.whisper(text="Offer", client_id=key, by=sam) == (first, False)

    def test_where_nobody_else_has_the_ticket_nobody_hears_it(self, double_charge, sam, sams_desk):
        with pytest.raises(Refused):
            double_charge.whisper(text="Hello?", client_id=uuid.uuid4(), by=sam)
        words = {"client_id": uuid.uuid4(), "text": "Hello?"}
        answer = sams_desk.post(f"/desk/tickets/{double_charge.pk}/whispers/", words)
        assert answer.status_code == 422
        assert "no one to whisper to" in answer.text

    def test_the_operator_has_it_before_him_until_he_says_got_it(self, led, sam, alices_desk, alice):
        whisper, _new = led.whisper(text="Offer the refund", client_id=uuid.uuid4(), by=sam)
        page = alices_desk.get(f"/desk/tickets/{led.pk}/").text
        assert f'data-whisper="{alice.pk}"' in page and "data-heard" not in page
        gone = f"/desk/tickets/{led.pk}/whispers/{whisper.client_id}/"
        for _again in range(2):
            assert alices_desk.delete(gone).status_code == 204
        assert "data-heard" in alices_desk.get(f"/desk/tickets/{led.pk}/").text
        assert Event.objects.filter(name="ticket.whisper_heard").count() == 1

    def test_nobody_else_can_dismiss_it(self, led, sam, sams_desk, desk_of, bob, carol):
        whisper, _new = led.whisper(text="Offer", client_id=uuid.uuid4(), by=sam)
        gone = f"/desk/tickets/{led.pk}/whispers/{whisper.client_id}/"
        assert [desk.delete(gone).status_code for desk in (sams_desk, desk_of(bob), desk_of(carol))] == [404] * 3
        assert not led.hear_whisper(whisper, by=bob)

    def test_an_empty_one_is_refused_and_an_operator_has_no_such_door(self, led, sams_desk, desk_of, bob):
        door = f"/desk/tickets/{led.pk}/whispers/"
        assert sams_desk.post(door, {"client_id": uuid.uuid4(), "text": " "}).status_code == 422
        assert desk_of(bob).post(door, {"client_id": uuid.uuid4(), "text": "Hi"}).status_code == 404
        assert sams_desk.get(door).status_code == 405

    def test_it_moves_nothing_that_the_customer_can_see(self, led, sam, now):
        before = now()
        led.whisper(text="Offer", client_id=uuid.uuid4(), by=sam)
        after = now()
        assert after.version == before.version + 1
        assert (after.public_version, after.last_public_seq) == (before.public_version, before.last_public_seq)
        assert (after.last_text, after.status) == (before.last_text, before.status)


class TestTakingOver:
    def test_the_supervisor_leads_the_conversation_in_one_act(self, led, sam, alice, now):
        assert led.take_over(by=sam)
        assert now().assignee == sam
        assert now().taken_from == alice
        assert Session.objects.current_of(led).operator == sam
        assert happenings(led, public=True) == ["joined", "joined"]
        last = led.messages.order_by("-seq").first()
        assert last.details["name"] == "Sam"
        event = Event.objects.get(name="ticket.taken_over")
        assert (event.payload["from_id"], event.payload["assignee_id"], event.actor_id) == (alice.pk, sam.pk, sam.pk)

    def test_a_repeat_does_no_harm(self, led, sam, now):
        led.take_over(by=sam)
        version = now().version
        assert not led.take_over(by=sam)
        assert now().version == version

    def test_from_nobody_it_is_taking(self, double_charge, sam, now):
        assert double_charge.take_over(by=sam)
        assert now().assignee == sam
        assert now().taken_from is None

    def test_what_is_over_is_not_taken_over(self, led, alice, sam):
        led.resolve(by=alice)
        with pytest.raises(Refused):
            led.take_over(by=sam)

    def test_colleagues_read_from_whom_and_the_customer_only_who_joined(self, led, sams_desk, sam):
        led.take_over(by=sam)
        page = sams_desk.get(f"/desk/tickets/{led.pk}/").text
        assert 'kind="taken_over" name="Sam"' in page
        assert 'to="Alice"' in page

    def test_the_customer_is_told_the_new_name_and_nothing_of_the_rest(self, heron_talk, alice, sam):
        ticket = heron_talk.ticket
        ticket.take(by=alice)
        ticket.whisper(text="Offer the refund", client_id=uuid.uuid4(), by=sam)
        ticket.take_over(by=sam)
        talk = Conversation.objects.select_related("ticket", "visitor").get(pk=heron_talk.pk)
        [standing] = standing_of([talk])
        assert (standing["status"], standing["agent"]["name"]) == ("joined", "Sam")
        line = message_json(ticket.messages.for_reading().latest("seq"), visitor_id=1, bot={})
        assert line["happening"] == {"kind": "joined", "name": "Sam"}
        assert "Alice" not in json.dumps(line)

    def test_it_is_given_back_to_whom_it_came_from(self, led, sam, alice, now):
        led.take_over(by=sam)
        assert led.give_back(by=sam)
        assert now().assignee == alice
        assert now().taken_from is None
        assert Session.objects.current_of(led).operator == alice
        assert led.messages.order_by("-seq").first().details["name"] == "Alice"
        assert not led.give_back(by=sam)

    def test_what_was_taken_from_nobody_cannot_be_given_back(self, double_charge, sam):
        double_charge.take(by=sam)
        with pytest.raises(Refused):
            double_charge.give_back(by=sam)

    def test_it_is_not_given_back_to_who_may_not_see_it_any_more(self, led, sam, alice, now):
        led.take_over(by=sam)
        alice.memberships.all().delete()
        with pytest.raises(Refused):
            led.give_back(by=sam)
        assert now().assignee == sam

    @pytest.mark.parametrize("way", ["release", "assign", "transfer"])
    def test_who_had_it_is_forgotten_with_the_next_owner(self, led, sam, bob, transfers, now, way):
        led.take_over(by=sam)
        {
            "release": lambda: led.release(by=sam),
            "assign": lambda: led.assign(bob, by=sam),
            "transfer": lambda: led.transfer(transfers, by=sam),
        }[way]()
        assert now().taken_from is None

    def test_the_buttons_are_a_supervisors_alone(self, led, sams_desk, alices_desk, desk_of, bob):
        page = f"/desk/tickets/{led.pk}/"
        assert "Take over" in sams_desk.get(page).text
        assert "Take over" not in alices_desk.get(page).text
        assert "Take over" not in desk_of(bob).get(page).text
        door = f"{page}takeover/"
        assert [desk_of(bob).post(door).status_code, desk_of(bob).delete(door).status_code] == [404, 404]
        assert sams_desk.get(door).status_code == 405

    def test_by_the_page_and_back_by_its_toast(self, led, sams_desk, sam, alice, now):
        door = f"/desk/tickets/{led.pk}/takeover/"
        answer = sams_desk.post(door)
        assert answer.status_code == 200
        assert f'hx-delete="{door}"' in answer.text
        assert now().assignee == sam
        assert sams_desk.delete(door).status_code == 200
        assert now().assignee == alice

    def test_handing_over_takes_the_customer_along_where_they_talk(self, led, sam, bob, now):
        assert led.hand_over(bob, by=sam)
        assert Session.objects.current_of(led).operator == bob
        assert now().assignee == bob
        assert not led.hand_over(bob, by=sam)

    def test_handing_over_who_still_waits_joins_nobody(self, double_charge, sam, bob):
        double_charge.hand_over(bob, by=sam)
        assert Session.objects.current_of(double_charge).state == "queued"
        assert happenings(double_charge, public=True) == []

    def test_nobody_is_handed_what_he_may_not_see(self, led, sam, carol):
        with pytest.raises(Refused):
            led.hand_over(carol, by=sam)

    def test_both_hear_of_it_wherever_they_are(self, led, sam, alice, bob, after_commit, pushed):
        with after_commit():
            led.take_over(by=sam)
        assert [(group, frame["what"]) for group, frame in pushed("handed")] == [(f"agent.{alice.pk}", "taken")]
        with after_commit():
            led.hand_over(bob, by=sam)
        told = {group: frame["what"] for group, frame in pushed("handed")[1:]}
        assert told == {f"agent.{sam.pk}": "taken", f"agent.{bob.pk}": "given"}

    def test_who_gives_it_back_knows(self, led, sam, alice, after_commit, pushed):
        led.take_over(by=sam)
        with after_commit():
            led.give_back(by=sam)
        assert [(group, frame["what"]) for group, frame in pushed("handed")] == [(f"agent.{alice.pk}", "given")]


class TestRacingWithTheOperatorsReply:
    def test_a_reply_on_a_view_from_before_is_stopped_and_nothing_is_lost(self, led, alice, sam, alices_desk, now):
        seen = now().last_seq
        led.take_over(by=sam)
        form = {"client_id": uuid.uuid4(), "text": "I am on it", "seen_seq": seen}
        answer = alices_desk.post(f"/desk/tickets/{led.pk}/replies/", form)
        assert answer.status_code == 409
        assert "has changed hands meanwhile" in answer.text
        again = alices_desk.post(f"/desk/tickets/{led.pk}/replies/", form | {"seen_seq": now().last_seq})
        assert again.status_code == 201

    def test_the_supervisors_own_reply_is_not_stopped_by_his_own_act(self, led, sam, now):
        seen = now().last_seq
        led.take_over(by=sam)
        assert reply(led, sam, seen_seq=seen)[1]


@pytest.mark.django_db(transaction=True)
def test_reply_and_taking_over_at_once_never_cross(cards, dave, at_once):
    """Either the reply came first and the supervisor has both, or it was stopped: never a reply after the take-over."""
    alice, sam = person("Alice", cards), person("Sam", cards, role="supervisor")
    for _try in range(10):
        ticket, _message = Ticket.open(customer=dave, channel="widget", text="Charged twice", by=dave, department=cards)
        ticket.take(by=alice)
        seen = ticket.last_seq
        pk = ticket.pk

        def act(number, pk=pk, seen=seen):
            mine = Ticket.objects.get(pk=pk)
            if number:
                return mine.take_over(by=User.objects.get(pk=sam.pk))
            return reply(mine, User.objects.get(pk=alice.pk), seen_seq=seen)

        answered, taken = at_once(2, act)
        assert taken is True
        over = Message.objects.get(ticket=ticket, details__has_key="handed")
        later = Message.objects.filter(ticket=ticket, seq__gt=over.seq, author=alice)
        assert not later.exists()
        assert isinstance(answered, Refused) or answered[0].seq < over.seq
