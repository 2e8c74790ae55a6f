"""R28: where chats are handed out, each comes to one operator who has room, the longest waiting first."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now

from accounts.models import User
from core.models import Event
from core.sweeps.claiming import run_due
from customers.models import Customer
from tests.conftest import person
from tickets.models import Message, Routing, Seat, Session, Ticket
from tickets.queues import departments_of
from tickets.refusals import Refused
from tickets.taking import take_next

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R28")]


@pytest.fixture
def push(cards, admin):
    """`push(capacity=2)`: Cards hands its chats out."""

    def edit(**fields):
        Routing.of(cards.pk).edit(by=admin, **{"mode": "push", **fields})

    return edit


@pytest.fixture
def chat(cards):
    """`chat("Hello")`: a new one in the line of Cards, of a customer of its own."""

    def open_(text="Hello", department=cards, customer=None, **fields):
        customer = customer or Customer.objects.create(name=text, **fields)
        return Ticket.open(customer=customer, channel="widget", text=text, by=customer, department=department)[0]

    return open_


@pytest.fixture
def here():
    """`here(alice)`: her desk is open."""
    return lambda *people: [User.objects.get(pk=one.pk).presence.see() for one in people]


def owner(ticket):
    return Ticket.objects.get(pk=ticket.pk).assignee


def session_of(ticket):
    return Session.objects.get(ticket=ticket)


def due_now(ticket):
    Session.objects.filter(ticket=ticket).update(route_due_at=Now())


def test_a_chat_comes_to_who_is_online(push, chat, here, alice, bob):
    push()
    here(bob)
    ticket = chat()
    run_due()
    assert owner(ticket) == bob
    assert Ticket.objects.get(pk=ticket.pk).offer_due_at is not None
    assert Event.objects.get(name="ticket.assigned").actor_kind == "system"


def test_where_operators_take_chats_themselves_none_is_handed_out(chat, here, alice):
    here(alice)
    ticket = chat()
    run_due()
    assert owner(ticket) is None and session_of(ticket).route_due_at is None


def test_a_letter_is_not_handed_out(push, here, alice, dave, cards):
    push()
    here(alice)
    letter, _ = Ticket.open(customer=dave, channel="email", text="Hello", by=dave, department=cards)
    run_due()
    assert owner(letter) is None and session_of(letter).queue is None


def test_who_has_the_fewest_is_next(push, chat, here, alice, bob):
    push()
    here(alice, bob)
    chat().assign(alice, by=bob)
    ticket = chat()
    run_due()
    assert owner(ticket) == bob


def test_who_has_been_without_for_the_longest_is_next(push, chat, here, alice, bob):
    push(strategy="longest_idle")
    here(alice, bob)
    Seat.objects.create(user=alice, given_at=Now() - timedelta(hours=1))
    Seat.objects.create(user=bob, given_at=Now() - timedelta(minutes=1))
    chat().assign(alice, by=bob)
    ticket = chat()
    run_due()
    assert owner(ticket) == alice


def test_who_speaks_the_language_comes_before_who_is_less_busy(push, chat, here, alice, bob, admin):
    push()
    here(alice, bob)
    Seat.set(alice, capacity=None, languages=["ru"], by=admin)
    Seat.set(bob, capacity=None, languages=["en"], by=admin)
    chat().assign(alice, by=bob)
    ticket = chat("Привет", language="ru")
    run_due()
    assert owner(ticket) == alice


def test_the_customer_comes_back_to_his_last_operator(push, chat, here, alice, bob, dave, admin):
    push()
    here(alice, bob)
    first = chat(customer=dave)
    first.take(by=bob)
    first.close(by=bob)
    chat().assign(bob, by=alice)
    ticket = chat(customer=dave)
    run_due()
    assert owner(ticket) == bob
    push(sticky_hours=0)
    another = chat(customer=dave)
    run_due()
    assert owner(another) == alice


def test_a_number_of_ones_own_comes_before_the_departments(push, chat, here, alice, admin):
    push(capacity=3)
    Seat.set(alice, capacity=1, languages=[], by=admin)
    here(alice)
    first, second = chat("First"), chat("Second")
    run_due()
    assert owner(first) == alice and owner(second) is None


def test_a_freed_place_goes_to_the_longest_waiting_at_once(push, chat, here, alice, after_commit):
    push(capacity=1)
    here(alice)
    first, second, third = chat("1"), chat("2"), chat("3")
    run_due()
    assert (owner(first), owner(second), owner(third)) == (alice, None, None)
    first.refresh_from_db()
    with after_commit():
        first.resolve(by=alice)
    run_due()
    assert owner(second) == alice and owner(third) is None


def test_nobody_overtakes_who_waits_longer(push, chat, here, alice):
    push(capacity=1)
    first, second = chat("1"), chat("2")
    run_due()
    here(alice)
    due_now(second)
    run_due()
    assert owner(second) is None
    due_now(first)
    run_due()
    assert owner(first) == alice


def test_coming_online_brings_the_waiting(push, chat, alice, after_commit):
    push()
    ticket = chat()
    run_due()
    assert owner(ticket) is None
    with after_commit():
        alice.presence.see()
    run_due()
    assert owner(ticket) == alice


def test_opening_what_was_handed_to_one_joins_it(push, chat, here, alice, desk_of):
    push()
    here(alice)
    ticket = chat()
    run_due()
    assert "data-offered" in desk_of(alice).get(f"/desk/tickets/{ticket.pk}/").text
    assert desk_of(alice).post(f"/desk/tickets/{ticket.pk}/seen/", {"read": 1}).status_code == 204
    session = session_of(ticket)
    assert (session.state, session.operator, session.queue) == ("joined", alice, None)
    assert Message.objects.filter(ticket=ticket, happening="joined", visibility="public").count() == 1
    assert not Ticket.objects.get(pk=ticket.pk).accept(by=alice)
    assert "data-offered" not in desk_of(alice).get(f"/desk/tickets/{ticket.pk}/").text


def test_replying_to_what_was_handed_to_one_joins_it(push, chat, here, alice, new_id):
    push(capacity=1)
    here(alice)
    ticket = chat()
    run_due()
    ticket.reply(text="Hello", client_id=new_id(), by=alice)
    assert session_of(ticket).state == "joined" and ticket.offer_due_at is None


def test_who_does_not_open_it_loses_it_and_is_not_asked_again_at_once(push, chat, here, alice, bob):
    push()
    here(alice)
    ticket = chat()
    run_due()
    Ticket.objects.update(offer_due_at=Now())
    run_due()
    assert owner(ticket) is None
    line = Message.objects.get(ticket=ticket, happening="passed")
    assert line.visibility == "internal" and line.details["assignee"] == "Alice"
    here(bob)
    due_now(ticket)
    Session.objects.filter(ticket=ticket).update(passed_by=[alice.pk])
    run_due()
    assert owner(ticket) == bob


def test_who_let_it_pass_is_asked_again_when_there_is_nobody_else(push, chat, here, alice):
    push()
    here(alice)
    ticket = chat()
    run_due()
    Ticket.objects.update(offer_due_at=Now())
    run_due()
    assert owner(ticket) is None and session_of(ticket).route_due_at is not None
    due_now(ticket)
    run_due()
    assert owner(ticket) == alice


def test_taking_by_hand_stops_at_the_capacity(push, chat, alice, sam):
    push(capacity=1)
    chat().take(by=alice)
    second = chat()
    with pytest.raises(Refused) as refused:
        second.take(by=alice)
    assert "1 at once is the most" in str(refused.value.sentence)
    assert owner(second) is None
    assert second.take(by=sam)


def test_a_first_reply_stops_there_too_and_loses_nothing(push, chat, alice, desk_of, new_id):
    push(capacity=1)
    chat().take(by=alice)
    second = chat()
    answer = desk_of(alice).post(
        f"/desk/tickets/{second.pk}/replies/", {"client_id": new_id(), "text": "Hello", "seen_seq": 1}
    )
    assert answer.status_code == 422 and "at once is the most" in answer.text
    assert owner(second) is None and Message.objects.filter(ticket=second).count() == 1


def test_where_operators_take_themselves_no_number_stops_them(chat, alice, admin, cards):
    Routing.of(cards.pk).edit(by=admin, capacity=1)
    assert chat().take(by=alice) and chat().take(by=alice)


def test_what_is_given_back_stands_in_the_line_again(push, chat, here, alice, bob):
    push()
    ticket = chat()
    ticket.take(by=alice)
    assert session_of(ticket).queue is None
    ticket.release(by=alice)
    here(bob)
    run_due()
    assert owner(ticket) == bob


def test_what_is_put_off_waits(push, chat, here, alice):
    push()
    here(alice)
    ticket = chat()
    ticket.hold(reason="the developers", by=alice)
    run_due()
    assert owner(ticket) is None


def test_what_waits_too_long_goes_to_the_other_department_once(push, chat, here, carol, cards, transfers, admin):
    push(overflow_to=transfers, overflow_minutes=5)
    Routing.of(transfers.pk).edit(by=admin, mode="push", overflow_to=cards, overflow_when_empty=True)
    ticket = chat()
    run_due()
    assert Ticket.objects.get(pk=ticket.pk).department == cards
    Session.objects.update(queued_at=Now() - timedelta(minutes=6), route_due_at=Now())
    run_due()
    ticket.refresh_from_db()
    assert ticket.department == transfers and session_of(ticket).queue == transfers
    assert Message.objects.get(ticket=ticket, happening="transferred").author is None
    here(carol)
    due_now(ticket)
    run_due()
    assert owner(ticket) == carol


def test_from_far_back_in_the_line_it_goes_on_as_well(push, chat, transfers, monkeypatch):
    monkeypatch.setattr("tickets.handing.HEADS", 1)
    push(overflow_to=transfers, overflow_minutes=5)
    chat()
    last = chat()
    Session.objects.filter(ticket=last).update(queued_at=Now() - timedelta(minutes=6), route_due_at=Now())
    run_due()
    assert Ticket.objects.get(pk=last.pk).department == transfers


def test_where_nobody_is_online_it_goes_at_once(chat, here, alice, cards, transfers, admin):
    Routing.of(cards.pk).edit(by=admin, overflow_to=transfers, overflow_when_empty=True)
    here(alice)
    stays = chat()
    run_due()
    assert Ticket.objects.get(pk=stays.pk).department == cards
    alice.presence.go("away", by=alice)
    due_now(stays)
    run_due()
    assert Ticket.objects.get(pk=stays.pk).department == transfers


def test_the_next_one_is_the_longest_waiting_of_my_departments(chat, alice, transfers, queue_of):
    [letter] = queue_of(1)
    elsewhere, first, second = chat("0", department=transfers), chat("1"), chat("2")
    second.ask_for_person(by=second.customer)
    assert take_next(by=alice) == second
    assert take_next(by=alice) == first
    assert take_next(by=alice) == letter
    assert take_next(by=alice) is None
    assert owner(elsewhere) is None and departments_of(alice)


def test_the_next_one_opens_in_the_desk(chat, alice, desk_of):
    ticket = chat("Where is my card?")
    answer = desk_of(alice).post("/desk/next/")
    assert answer["HX-Push-Url"] == f"/desk/tickets/{ticket.pk}/"
    assert "Where is my card?" in answer.text
    nobody = desk_of(alice).post("/desk/next/")
    assert nobody["HX-Reswap"] == "none" and "Nobody waits" in nobody.text


def test_the_next_one_is_refused_to_who_has_no_room(push, chat, alice, desk_of):
    push(capacity=1)
    chat().take(by=alice)
    chat()
    answer = desk_of(alice).post("/desk/next/")
    assert answer.status_code == 409 and "at once is the most" in answer.text


def test_the_desks_menu_says_how_much_one_has_in_hand(push, chat, alice, desk_of):
    push(capacity=3)
    chat().take(by=alice)
    assert "1 chat of 3" in desk_of(alice).get("/desk/load/").text


def test_a_trainee_sees_a_number_too(cards, desk_of):
    assert "0 chats of 4" in desk_of(person("Tim", cards, role="trainee")).get("/desk/load/").text
