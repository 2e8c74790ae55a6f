"""Many tickets at once: each by its own verb, what fails told by number and reason, and the way back."""

import html
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Event
from tickets.bulk import MOST
from tickets.models import Tag, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(queue_of):
    return queue_of(3)


@pytest.fixture
def act(alices_desk):
    def post(name, tickets, **fields):
        numbers = [getattr(ticket, "pk", ticket) for ticket in tickets]
        return alices_desk.post("/desk/bulk/", {"act": name, "ticket": numbers, **fields})

    return post


@pytest.fixture
def undo(alices_desk):
    def post(answer):
        token = re.search(r"hx-vals='\{\"token\": \"([^\"]+)\"", html.unescape(answer.content.decode()))[1]
        return alices_desk.post("/desk/bulk/undo/", {"token": token})

    return post


def rows(tickets):
    return [Ticket.objects.get(pk=ticket.pk) for ticket in tickets]


def told(answer) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_giving_to_a_colleague_and_back(act, undo, three, bob, alice):
    three[0].take(by=alice)
    answer = act("assign", three, agent=bob.pk)
    assert "3 tickets given" in told(answer)
    assert {ticket.assignee for ticket in rows(three)} == {bob}
    assert Event.objects.filter(name="ticket.assigned", actor_id=alice.pk).count() == 4
    assert "3 tickets are as they were" in told(undo(answer))
    assert [ticket.assignee for ticket in rows(three)] == [alice, None, None]


def test_sending_to_a_department_with_a_word_and_back(act, undo, three, transfers, sam, desk_of, alices_desk):
    answer = act("transfer", three, department=transfers.pk, note="Please look")
    assert {ticket.department for ticket in rows(three)} == {transfers}
    assert three[0].messages.filter(visibility="internal", text="Please look").exists()
    # They are out of her sight now, so she cannot fetch them back.
    assert "You can no longer see this ticket." in told(undo(answer))


def test_a_supervisor_fetches_back_what_he_sent_away(desk_of, sam, three, transfers, cards, alice):
    three[0].take(by=alice)
    desk = desk_of(sam)
    answer = desk.post("/desk/bulk/", {"act": "transfer", "ticket": [t.pk for t in three], "department": transfers.pk})
    token = re.search(r"\"token\": \"([^\"]+)\"", html.unescape(answer.content.decode()))[1]
    desk.post("/desk/bulk/undo/", {"token": token})
    assert {ticket.department for ticket in rows(three)} == {cards}
    assert rows(three)[0].assignee == alice


def test_tagging_and_back(act, undo, three):
    refund = Tag.objects.create(name="refund")
    three[0].tags.add(refund)
    answer = act("tag", three, tag=refund.pk)
    assert "2 tickets tagged" in told(answer)
    assert refund.tickets.count() == 3
    undo(answer)
    assert list(refund.tickets.all()) == [three[0]]


def test_weighing_and_back(act, undo, three, alice):
    three[1].set_priority(1, by=alice)
    answer = act("priority", three, priority=4)
    assert [ticket.priority for ticket in rows(three)] == [4, 4, 4]
    undo(answer)
    assert [ticket.priority for ticket in rows(three)] == [2, 1, 2]


def test_snoozing_and_back(act, undo, three):
    answer = act("snooze", three, until="tomorrow")
    assert all(ticket.snoozed_until > timezone.now() for ticket in rows(three))
    undo(answer)
    assert not Ticket.objects.snoozed().exists()
    assert act("snooze", three, until="at", at=timezone.now() - timedelta(days=1)).status_code == 200
    assert not Ticket.objects.snoozed().exists()


@pytest.mark.parametrize(("name", "status"), [("resolve", "solved"), ("close", "closed")])
def test_ending_and_opening_again(act, undo, three, name, status):
    answer = act(name, three)
    assert {ticket.status for ticket in rows(three)} == {status}
    undo(answer)
    assert {ticket.status for ticket in rows(three)} == {"open"}


def test_what_fails_is_told_by_number_and_reason_and_stops_nothing(act, three, alice, bob, transfers, queue_of):
    hidden = queue_of(1, department=transfers)[0]
    three[1].close(by=alice)
    answer = act("assign", [*three, hidden, 999_999], agent=bob.pk)
    sentence = told(answer)
    assert "2 tickets given" in sentence
    assert "3 were left as they are" in sentence
    assert f"#{three[1].pk} This ticket is over. Reopen it first." in sentence
    assert f"#{hidden.pk} You can no longer see this ticket." in sentence
    assert f'data-refused="{three[1].pk} {hidden.pk} 999999 "' in answer.content.decode()
    assert Ticket.objects.get(pk=hidden.pk).assignee is None


def test_what_was_so_already_is_no_failure_and_is_not_undone(act, undo, three, alice):
    three[0].resolve(by=alice)
    answer = act("resolve", three)
    assert "2 tickets resolved" in told(answer)
    undo(answer)
    assert [ticket.status for ticket in rows(three)] == ["solved", "open", "open"]
    for ticket in rows(three)[1:]:
        ticket.resolve(by=alice)
    again = told(act("resolve", three))
    assert "It was so already." in again
    assert "Undo" not in again


def test_nothing_is_undone_over_somebody_elses_change(act, undo, three, bob, alice):
    answer = act("priority", three, priority=3)
    three[0].set_priority(4, by=bob)
    sentence = told(undo(answer))
    assert "2 tickets are as they were" in sentence
    assert f"#{three[0].pk} Somebody changed it meanwhile." in sentence
    assert rows(three)[0].priority == 4


def test_undoing_twice_does_no_harm(act, undo, three):
    answer = act("resolve", three)
    undo(answer)
    versions = [ticket.version for ticket in rows(three)]
    assert "Nothing was undone." in told(undo(answer))
    assert [ticket.version for ticket in rows(three)] == versions


def test_a_colleagues_way_back_is_not_mine(act, three, bob, desk_of):
    answer = act("resolve", three)
    token = re.search(r"\"token\": \"([^\"]+)\"", html.unescape(answer.content.decode()))[1]
    stolen = desk_of(bob).post("/desk/bulk/undo/", {"token": token})
    assert "It is too late to undo this." in told(stolen)
    assert {ticket.status for ticket in rows(three)} == {"solved"}


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\0"])
def test_no_token_undoes_nothing(alices_desk, token):
    assert "too late" in told(alices_desk.post("/desk/bulk/undo/", {"token": token}))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"act": "burn", "ticket": "1"}, "does not know"),
        ({"act": "resolve"}, "Choose tickets first."),
        ({"act": "resolve", "ticket": ["x", "-1", "²", "9" * 30]}, "Choose tickets first."),
        ({"act": "resolve", "ticket": list(range(1, MOST + 2))}, "At most 200 tickets at once."),
        ({"act": "priority", "ticket": "1", "priority": "9"}, "valid choice"),
        ({"act": "assign", "ticket": "1"}, "Choose a colleague."),
        ({"act": "resolve", "ticket": "1", "status": "closed"}, "no field"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(alices_desk, fields, reason):
    answer = alices_desk.post("/desk/bulk/", fields)
    assert answer.status_code == 422
    assert reason in told(answer)


@pytest.mark.parametrize("name", ["assign", "transfer", "tag", "priority", "snooze"])
def test_what_else_must_be_known_is_asked_first(alices_desk, three, name, transfers):
    Tag.objects.create(name="refund")
    numbers = [ticket.pk for ticket in three]
    page = alices_desk.get("/desk/bulk/", {"act": name, "ticket": numbers}).content.decode()
    assert "3 tickets" in page
    assert all(f'name="ticket" value="{number}"' in page for number in numbers)
    assert f'name="act" value="{name}"' in page
    assert page.count('name="act"') == 1
