"""R18, F-28: a chat ends when its customer is silent, after a warning, and never while he is owed something."""

import uuid
from collections import Counter
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from core.models import Event
from core.sweeps.claiming import run_due
from tests.tickets.test_by_itself import fall_due, said
from tickets import elapsing
from tickets.models import ChatRules, Session, Ticket
from tickets.models.session import OUT_OF_LINE

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R18")]

TRIES, PAIRS = 1_000, 4


def happenings(ticket) -> list[str]:
    return list(ticket.messages.exclude(happening="").order_by("seq").values_list("happening", flat=True))


@pytest.fixture
def answered(double_charge, alice, new_id):
    """Dave has his answer, and now it is his turn."""
    double_charge.reply(text="Only one of them is real.", client_id=new_id(), by=alice)
    return double_charge


@pytest.fixture
def warned(answered):
    fall_due("warn_due_at")
    assert said(answered) == ["warning"]
    return answered


def test_silence_is_warned_of_and_then_ends_the_session_and_nothing_else(answered, alice):
    fall_due("end_due_at")
    assert said(answered) == [], "not without a warning"
    fall_due("warn_due_at")
    fall_due("end_due_at")
    run_due()
    session, ticket = Session.objects.get(), Ticket.objects.get()
    assert said(answered) == ["warning", "farewell"]
    assert happenings(answered) == ["joined", "ended"]
    assert (session.state, session.closed_by, session.operator) == ("closed", "idleness", alice)
    assert (ticket.status, ticket.assignee) == ("pending", alice)
    assert [getattr(session, clock) for clock in Session.CLOCKS] == [None] * 4


def test_the_customer_is_told_in_the_protocols_words(warned, heron_talk):
    from chat.serialising import message_json

    fall_due("end_due_at")
    line = warned.messages.get(happening="ended")
    shown = message_json(line, visitor_id=heron_talk.visitor_id, bot={})
    assert (shown["happening"], shown["author"]["kind"]) == ({"kind": "ended", "name": ""}, "system")


def test_that_a_session_closed_is_one_event_whichever_way(warned, dave, alice, new_id):
    fall_due("end_due_at")
    warned.receive(text="I am back", client_id=new_id(), by=dave)
    warned.reply(text="Welcome back", client_id=new_id(), by=alice)
    warned.resolve(by=alice)
    closed = Event.objects.filter(name="ticket.session_closed").order_by("pk")
    first, second = Session.objects.order_by("pk")
    assert [(event.payload["session_id"], event.payload["closed_by"]) for event in closed] == [
        (first.pk, "idleness"),
        (second.pk, "operator"),
    ]
    assert [event.payload["operator_id"] for event in closed] == [alice.pk, alice.pk]


def test_the_customers_word_stops_it_and_the_next_answer_starts_it_anew(warned, dave, alice, new_id):
    warned.receive(text="Still here", client_id=new_id(), by=dave)
    session = Session.objects.get()
    assert (session.warn_due_at, session.end_due_at) == (None, None)
    warned.reply(text="Good", client_id=new_id(), by=alice)
    session.refresh_from_db()
    assert session.warn_due_at is not None and session.end_due_at is None


@pytest.mark.parametrize("verb", ["hold", "transfer", "resolve", "close"])
def test_whatever_makes_it_somebody_elses_turn_stops_it(warned, alice, transfers, verb):
    acts = {
        "hold": lambda: warned.hold(reason="A developer", by=alice),
        "transfer": lambda: warned.transfer(transfers, by=alice),
        "resolve": lambda: warned.resolve(by=alice),
        "close": lambda: warned.close(by=alice),
    }
    acts[verb]()
    session = Session.objects.get()
    assert (session.warn_due_at, session.end_due_at) == (None, None)


@pytest.mark.parametrize("state", [{"status": "on_hold"}, {"waiting_since": Now()}, {"unread_count": 1}])
def test_under_the_lock_it_is_looked_at_again_whether_we_owe_something(warned, state):
    """As if the row had changed past every verb that clears the clock."""
    Ticket.objects.update(**state)
    fall_due("end_due_at")
    session = Session.objects.get()
    assert (session.state, session.end_due_at) == ("joined", None)
    assert said(warned) == ["warning"]


def test_switched_off_meanwhile_it_ends_nothing(warned, cards):
    ChatRules.objects.create(department=cards, ends=False)
    fall_due("end_due_at")
    assert Session.objects.get().state == "joined"


def test_without_farewell_only_the_line_is_left(warned, cards):
    ChatRules.objects.create(department=cards, says_farewell=False)
    fall_due("end_due_at")
    assert said(warned) == ["warning"]
    assert happenings(warned)[-1] == "ended"


def test_the_warning_names_the_time_that_is_left(answered, cards):
    ChatRules.objects.create(department=cards, end_after=timedelta(minutes=7))
    fall_due("warn_due_at")
    assert "in 7 minutes" in answered.messages.get(details__automatic="warning").text
    left = Session.objects.get().end_due_at - timezone.now()
    assert timedelta(minutes=6) < left <= timedelta(minutes=7)


def test_after_an_outage_it_ends_late(warned):
    fall_due("end_due_at", ago=timedelta(hours=3))
    assert Session.objects.get().state == "closed"


def test_who_writes_after_the_end_is_welcomed_in_a_new_session(warned, dave, alice, new_id):
    fall_due("end_due_at")
    warned.receive(text="One more thing", client_id=new_id(), by=dave)
    run_due()
    old, new = Session.objects.order_by("pk")
    assert (old.state, new.state) == ("closed", "queued")
    assert said(warned)[-1] == "on_the_way"
    warned.reply(text="Yes?", client_id=new_id(), by=alice)
    assert Session.objects.current().get().state == "joined"


@pytest.mark.django_db(transaction=True)
def test_two_workers_end_it_once(warned, at_once):
    Session.objects.update(end_due_at=Now())
    at_once(8, lambda number: run_due())
    assert happenings(warned).count("ended") == 1
    assert Event.objects.filter(name="ticket.session_closed").count() == 1


@pytest.mark.django_db(transaction=True)
def test_it_never_closes_on_a_message_that_came_first(cards, dave, alice, at_once):
    """F-28: the customer writes in the same second as the timer fires, a thousand times."""
    duels = [Duel(department=cards, customer=dave, agent=alice) for _ in range(PAIRS)]
    errors = at_once(2 * PAIRS, lambda number: duels[number // 2].fight(writes=number % 2 == 0))
    assert not [error for error in errors if error is not None]
    won = Counter(winner for duel in duels for winner in duel.winners)
    assert won.total() == TRIES
    assert won.keys() == {"the message", "the end"}, "both must have happened, or this proves nothing"


class Duel:
    """A customer and a timer at one ticket, in a thread each, again and again."""

    def __init__(self, *, department, customer, agent):
        self.customer, self.agent = customer, agent
        self.ticket, _ = Ticket.open(
            customer=customer, channel="widget", text="Hello", by=customer, department=department
        )
        self.both = Barrier(2, timeout=60)
        self.winners = []

    def fight(self, *, writes: bool) -> None:
        for _ in range(TRIES // PAIRS):
            if writes:
                self._put_at_the_brink()
            ticket = Ticket.objects.get(pk=self.ticket.pk)
            self.both.wait()
            if writes:
                ticket.receive(text="Wait!", client_id=uuid.uuid4(), by=self.customer)
            else:
                with transaction.atomic():
                    elapsing.end(elapsing.held(ticket, "end_due_at"))
            self.both.wait()
            if writes:
                self.winners.append(self._winner())
            self.both.wait()

    def _put_at_the_brink(self) -> None:
        """As after a reply, a silence and a warning; written past the verbs, for speed."""
        Ticket.objects.filter(pk=self.ticket.pk).update(status="pending", waiting_since=None, unread_count=0)
        brink = {"state": "joined", "joined_at": Now(), "operator": self.agent, "end_due_at": Now(), **OUT_OF_LINE}
        Session.objects.current().filter(ticket=self.ticket).update(**brink)

    def _winner(self) -> str:
        """Whoever came first: the customer's last words stand in a living session, and no end stands after them."""
        last = self.ticket.messages.filter(author_kind="customer").latest("seq")
        assert not self.ticket.messages.filter(happening="ended", seq__gt=last.seq).exists(), "closed over his words"
        return {"joined": "the message", "queued": "the end"}[Session.objects.current_of(self.ticket).state]
