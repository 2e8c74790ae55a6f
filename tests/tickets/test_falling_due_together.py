"""Of many chats in which something falls due at once, each is done as if it were alone."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from chat.models import Conversation, Site, Visitor
from core.models import Event
from core.sweeps.claiming import run_due, tick
from customers.models import Customer
from tests.tickets.test_by_itself import fall_due, said, texts
from tests.tickets.test_silence import happenings
from tickets.models import ChatRules, Session, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def chats(cards):
    """`chats("en", "ru")`: a chat of a customer of his own in each language."""

    def open_in(*languages):
        customers = [Customer.objects.create(name=f"Customer {number}") for number in range(len(languages))]
        for customer, language in zip(customers, languages, strict=True):
            Customer.objects.filter(pk=customer.pk).update(language=language)
        spoken = {"channel": "widget", "text": "Hello", "department": cards}
        return [Ticket.open(customer=customer, by=customer, **spoken)[0] for customer in customers]

    return open_in


@pytest.fixture
def answered(chats, alice, new_id):
    """Three chats in which it is the customer's turn."""
    three = chats("en", "en", "en")
    for ticket in three:
        ticket.reply(text="It is only reserved.", client_id=new_id(), by=alice)
    return three


def counted(ticket) -> None:
    """The counters are free of gaps, and stand where the last line stands."""
    lines = ticket.messages.order_by("seq").values_list("seq", "version", "public_seq", "public_version")
    ticket.refresh_from_db()
    assert lines.last() == (ticket.last_seq, ticket.version, ticket.last_public_seq, ticket.public_version)
    assert [seq for seq, *_ in lines] == list(range(1, len(lines) + 1))
    told = Event.objects.of(f"ticket:{ticket.pk}").filter(name="ticket.message_added")
    assert [event.payload["version"] for event in told] == [version for _, version, *_ in lines]


def test_each_is_told_in_his_own_words(chats, cards):
    ChatRules.objects.create(
        department=cards, texts={"ru": {"nudge": "Привет, {customer}"}, "en": {"nudge": "{ticket}"}}
    )
    english, russian = chats("en", "ru")
    Session.objects.update(welcome_due_at=None)
    fall_due("nudge_due_at")
    assert (texts(english), texts(russian)) == ([f"#{english.pk}"], ["Привет, Customer 1"])


def test_some_are_welcomed_and_some_greeted(chats, alice, new_id):
    waiting, taken, spoken = chats("en", "en", "en")
    taken.take(by=alice)
    spoken.take(by=alice)
    spoken.reply(text="Hello", client_id=new_id(), by=alice)
    Session.objects.filter(ticket=spoken).update(welcome_due_at=Now())
    run_due()
    assert [said(ticket) for ticket in (waiting, taken, spoken)] == [["on_the_way"], ["greeting"], []]
    for ticket in (waiting, taken, spoken):
        counted(ticket)


def test_whoever_is_owed_something_goes_on_while_the_others_end(answered):
    fall_due("warn_due_at")
    owed, *silent = answered
    Ticket.objects.filter(pk=owed.pk).update(unread_count=1)
    fall_due("end_due_at")
    assert [happenings(ticket)[-1] for ticket in answered] == ["joined", "ended", "ended"]
    assert [said(ticket) for ticket in answered] == [["warning"], *[["warning", "farewell"]] * 2]
    for ticket in answered:
        counted(ticket)
    assert Event.objects.filter(name="ticket.session_closed").count() == len(silent)


def test_one_that_cannot_be_told_keeps_nobody_waiting(answered):
    broken = answered[0]
    Customer.objects.filter(pk=broken.customer_id).update(time_zone="No/Where")
    fall_due("warn_due_at")
    assert [said(ticket) for ticket in answered] == [[], ["warning"], ["warning"]]
    for ticket in answered:
        counted(ticket)
    assert Session.objects.filter(ticket=broken, warn_due_at__gt=Now(), end_due_at=None).exists(), "it comes again"


@pytest.mark.django_db(transaction=True)
def test_a_chat_that_is_somebody_elses_is_not_half_held(answered, at_once):
    """He who has the ticket goes on to its session, while the sweep has the others."""
    busy = answered[0]
    Session.objects.update(warn_due_at=Now() - timedelta(seconds=1))

    def act(number):
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        Session.objects.filter(ticket=busy).update(nudge_due_at=None)

    def sweep_beside(number):
        with transaction.atomic():
            tick()
            assert [error for error in at_once(1, act) if error] == []

    with transaction.atomic():
        Ticket.objects.select_for_update(no_key=True).get(pk=busy.pk)
        assert at_once(1, sweep_beside) == [None]
    assert [said(ticket) for ticket in answered] == [[], ["warning"], ["warning"]]


@pytest.mark.django_db(transaction=True)
def test_each_page_hears_of_its_own_chat_in_order(answered, cards, dave, pushed):
    site = Site.objects.create(name="Heron", origins=["https://heron.example"], department=cards)
    for ticket in answered:
        visitor, _token = Visitor.objects.arrive(site, customer=ticket.customer)
        Conversation.objects.create(visitor=visitor, public_id=ticket.messages.first().client_id, ticket=ticket)
    Session.objects.update(warn_due_at=None, end_due_at=Now() - timedelta(seconds=1))
    run_due()
    told = [(group, frame) for group, frame in pushed(None) if group.endswith(".customer")]
    for ticket in answered:
        farewell, ended = [frame for group, frame in told if group == f"ticket.{ticket.pk}.customer"]
        assert {farewell["conversation"], ended["conversation"]} == {str(ticket.conversations.get().public_id)}
        assert farewell["version"] + 1 == ended["version"] == ended["state"]["version"]
        assert (ended["message"]["happening"]["kind"], ended["state"]["status"]) == ("ended", "closed")
    assert len(pushed("queue")) == 1, "the lists fetch themselves anew once"
