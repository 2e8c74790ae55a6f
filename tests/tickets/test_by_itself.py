"""What a chat says by itself: the welcome, the greeting in the operator's name, the comfort of who waits long."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from core.models import Event
from core.sweeps.claiming import run_due
from tickets import elapsing
from tickets.elapsing import MOST_NUDGES
from tickets.models import ChatRules, Session, Ticket

pytestmark = pytest.mark.django_db


def said(ticket) -> list[str]:
    """The kinds of what was said by itself, in order."""
    return list(
        ticket.messages.filter(details__has_key="automatic")
        .order_by("seq")
        .values_list("details__automatic", flat=True)
    )


def texts(ticket) -> list[str]:
    return list(ticket.messages.filter(details__has_key="automatic").order_by("seq").values_list("text", flat=True))


def fall_due(clock: str, *, ago=timedelta(seconds=1)) -> None:
    """What is planned for later is due now."""
    Session.objects.exclude(**{clock: None}).update(**{clock: Now() - ago})
    run_due()


@pytest.fixture
def rules(cards):
    """`rules(greets=False)`: those of Cards."""
    return lambda **fields: ChatRules.objects.update_or_create(department=cards, defaults=fields)[0]


@pytest.mark.requirement("R16")
def test_a_new_request_is_told_that_somebody_comes(double_charge):
    run_due()
    run_due()
    message = double_charge.messages.get(details__automatic="on_the_way")
    assert (message.author_kind, message.author, message.visibility) == ("bot", None, "public")
    assert message.text.startswith(
        "Thank you, Dave Okafor! An operator is on the way. We reply within about 15 minutes"
    )


def test_while_closed_it_says_so_instead(double_charge, cards):
    cards.hours.create(weekday=(timezone.now() + timedelta(days=3)).weekday(), opens_at="09:00", closes_at="10:00")
    run_due()
    assert said(double_charge) == ["closed"]


def test_a_letter_is_answered_by_people_alone(cards, dave, alice, new_id):
    ticket, _ = Ticket.open(customer=dave, channel="email", text="Dear bank", by=dave, department=cards)
    ticket.take(by=alice)
    run_due()
    ticket.reply(text="Dear Dave", client_id=new_id(), by=alice)
    session = Session.objects.get(ticket=ticket)
    assert said(ticket) == []
    assert [getattr(session, clock) for clock in Session.CLOCKS] == [None] * 4
    assert Ticket.objects.get(pk=ticket.pk).absence_due_at is None


def test_without_a_department_nobody_has_set_rules_and_nothing_is_said(dave):
    ticket, _ = Ticket.open(customer=dave, channel="widget", text="Hello?", by=dave)
    run_due()
    assert said(ticket) == []


@pytest.mark.parametrize("switch", ["welcomes", "greets", "nudges"])
def test_each_can_be_switched_off(double_charge, alice, rules, switch):
    rules(**{switch: False})
    run_due()
    double_charge.take(by=alice)
    run_due()
    fall_due("nudge_due_at")
    expected = {"welcomes": "on_the_way", "greets": "greeting", "nudges": "nudge"}
    assert said(double_charge) == [kind for name, kind in expected.items() if name != switch]


@pytest.mark.requirement("R17")
def test_who_joins_greets_in_his_own_name_and_once(double_charge, alice, bob):
    double_charge.take(by=alice)
    run_due()
    greeting = double_charge.messages.get(details__automatic="greeting")
    assert (greeting.author_kind, greeting.author) == ("agent", alice)
    assert "Dave Okafor" in greeting.text and "Alice" in greeting.text
    double_charge.take(by=bob, seen_assignee_id=alice.pk)
    run_due()
    assert said(double_charge) == ["greeting"], "the welcome is over once somebody is there"


@pytest.mark.requirement("R17")
def test_after_a_transfer_nobody_greets_a_second_time(double_charge, alice, carol, transfers):
    double_charge.take(by=alice)
    run_due()
    double_charge.transfer(transfers, by=alice)
    double_charge.take(by=carol)
    run_due()
    assert said(double_charge) == ["greeting"]


def test_who_has_written_himself_needs_no_greeting(double_charge, alice, new_id):
    double_charge.reply(text="Hello Dave", client_id=new_id(), by=alice)
    run_due()
    assert said(double_charge) == []


def test_who_takes_and_writes_at_once_is_not_greeted_over(double_charge, alice, new_id):
    double_charge.take(by=alice)
    double_charge.reply(text="Hello Dave", client_id=new_id(), by=alice)
    run_due()
    assert said(double_charge) == []


def test_who_waits_long_is_comforted_twice_at_most(double_charge):
    run_due()
    for _ in range(MOST_NUDGES + 2):
        fall_due("nudge_due_at")
    assert said(double_charge) == ["on_the_way", "nudge", "nudge"]
    assert Session.objects.get().nudge_due_at is None


def test_an_answer_ends_the_waiting_and_the_next_question_begins_it_anew(double_charge, alice, dave, new_id):
    double_charge.reply(text="Which one?", client_id=new_id(), by=alice)
    assert Session.objects.get().nudge_due_at is None
    double_charge.receive(text="The second.", client_id=new_id(), by=dave)
    for _ in range(MOST_NUDGES + 1):
        fall_due("nudge_due_at")
    assert said(double_charge).count("nudge") == MOST_NUDGES


def test_writing_on_moves_no_nudge(double_charge, dave, new_id):
    before = Session.objects.get().nudge_due_at
    double_charge.receive(text="And?", client_id=new_id(), by=dave)
    assert Session.objects.get().nudge_due_at == before


def test_after_an_outage_no_welcome_and_no_nudge_is_said(double_charge):
    Session.objects.update(welcome_due_at=Now() - timedelta(minutes=11))
    fall_due("nudge_due_at", ago=timedelta(minutes=11))
    assert said(double_charge) == []
    session = Session.objects.get()
    assert (session.welcome_due_at, session.nudge_due_at) == (None, None)


def test_a_hold_stops_the_comfort_and_the_next_message_starts_it(double_charge, alice, dave, new_id):
    double_charge.hold(reason="A developer looks at it", by=alice)
    assert Session.objects.get().nudge_due_at is None
    double_charge.receive(text="Any news?", client_id=new_id(), by=dave)
    assert Session.objects.get().nudge_due_at is not None


def test_after_a_transfer_the_other_departments_rules_hold(double_charge, alice, transfers):
    ChatRules.objects.create(department=transfers, nudge_after=timedelta(hours=2))
    double_charge.transfer(transfers, by=alice)
    assert Session.objects.get().nudge_due_at - timezone.now() > timedelta(hours=1)


def test_nothing_of_it_counts_as_an_answer(double_charge, alice):
    double_charge.take(by=alice)
    before = Ticket.objects.values().get()
    run_due()
    fall_due("nudge_due_at")
    after = Ticket.objects.values().get()
    assert said(double_charge) == ["greeting", "nudge"]
    kept = (
        "waiting_since",
        "answer_due_at",
        "unread_count",
        "status",
        "last_text",
        "last_author_kind",
        "agents_read_seq",
    )
    assert {name: after[name] for name in kept} == {name: before[name] for name in kept}
    assert after["last_message_at"] == before["last_message_at"], "nor does it move the ticket in the lists"


def test_the_actor_of_what_is_said_by_itself_is_no_person(double_charge, alice):
    run_due()
    double_charge.take(by=alice)
    run_due()
    events = Event.objects.filter(name="ticket.message_added").order_by("pk")
    actors = {event.payload["message_id"]: (event.actor_kind, event.actor_id) for event in events}
    kinds = dict(double_charge.messages.filter(details__has_key="automatic").values_list("pk", "details__automatic"))
    assert {kind: actors[pk] for pk, kind in kinds.items()} == {
        "on_the_way": ("bot", None),
        "greeting": ("system", None),
    }


def test_no_reply_is_refused_as_stale_because_of_it(double_charge, alice, bob, new_id):
    double_charge.take(by=alice)
    seen = Ticket.objects.get().last_seq
    run_due()
    fall_due("nudge_due_at")
    assert double_charge.reply(text="Hello", client_id=new_id(), seen_seq=seen, by=bob)[1]


def test_what_was_taken_back_does_not_stay_in_the_lists_behind_it(double_charge, alice, new_id):
    message, _ = double_charge.reply(text="Your PIN is 1234", client_id=new_id(), by=alice)
    fall_due("warn_due_at")
    assert said(double_charge) == ["warning"]
    double_charge.redact(message, by=alice)
    assert Ticket.objects.get().last_text == ""


@pytest.mark.parametrize(
    ("language", "expected"), [("ru", "Привет"), ("en", "Hello"), ("", "Привет"), ("de", "Привет")]
)
def test_the_customers_language_decides_and_else_the_departments(double_charge, dave, rules, language, expected):
    rules(language="ru", texts={"ru": {"on_the_way": "Привет, {customer}"}, "en": {"on_the_way": "Hello, {customer}"}})
    dave.language = language
    dave.save()
    run_due()
    assert texts(double_charge) == [f"{expected}, Dave Okafor"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{customer}, hello!", "hello!"),
        ("Thank you, {customer}! {promise}", "Thank you!"),
        ("{{customer}} {customer.__class__} %(customer)s {0}", "{} {customer.__class__} %(customer)s {0}"),
        ("{% include 'x' %} {{ settings }}", "{% include 'x' %} {{ settings }}"),
    ],
)
def test_an_unknown_name_leaves_no_hole_and_nothing_is_run(rules, cards, written, expected):
    from customers.models import Customer

    stranger = Customer.objects.create(name="")
    cards.reply_within = timedelta(0)
    rules(texts={"en": {"on_the_way": written}})
    ticket, _ = Ticket.open(customer=stranger, channel="widget", text="Hi", by=stranger, department=cards)
    Ticket.objects.update(answer_due_at=None)
    run_due()
    assert texts(ticket) == [expected]


def test_a_value_is_not_filled_in_again(double_charge, dave, rules):
    dave.name = "{operator} {ticket}"
    dave.save()
    rules(texts={"en": {"on_the_way": "Hello, {customer}"}})
    run_due()
    assert texts(double_charge) == ["Hello, {operator} {ticket}"]


def test_who_comes_for_one_finds_nothing_where_nothing_is_due(double_charge, alice, new_id):
    run_due()
    double_charge.reply(text="Yes", client_id=new_id(), by=alice)
    found = {clock: len(elapsing.held(double_charge, clock)) for clock in Session.CLOCKS}
    assert found == {"welcome_due_at": 0, "nudge_due_at": 0, "warn_due_at": 1, "end_due_at": 0}
