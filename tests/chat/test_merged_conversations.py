"""The customer's side of merging and splitting: his talk goes on, wherever we keep it."""

import uuid

import pytest

from chat import reactions
from chat.models import Conversation
from tickets.events import TicketMerged, TicketSplit
from tickets.merging import merge, part, split
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(daves_browser):
    """Two conversations of Dave's: the ticket of the first, and of the second."""
    daves_browser.write("I was charged twice")
    first = daves_browser.conversation
    daves_browser.write("Hello? Charged twice!", conversation=str(uuid.uuid4()))
    tickets = [Conversation.objects.get(public_id=each).ticket for each in (first, daves_browser.conversation)]
    daves_browser.conversation = first
    return tickets


def told(kind, ticket, **fields):
    return kind(ticket_id=ticket.pk, version=1, **fields)


def test_what_he_writes_there_goes_on_here(two, daves_browser, alice):
    source, into = two
    merge(source, into=into, by=alice)
    answer = daves_browser.write("Are you there?")
    assert answer.status_code == 201
    going_on = Conversation.objects.get(ticket=into).public_id
    assert answer.json()["conversation"]["id"] == str(going_on)
    assert into.messages.filter(text="Are you there?").exists()


def test_sent_again_it_is_the_same_message(two, daves_browser, alice):
    source, into = two
    merge(source, into=into, by=alice)
    sent = str(uuid.uuid4())
    first = daves_browser.write("Offline", client_id=sent)
    again = daves_browser.write("Offline", client_id=sent)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["conversation"]["id"] == again.json()["conversation"]["id"]
    assert into.messages.filter(text="Offline").count() == 1


def test_he_is_told_where_it_goes_on_and_nothing_of_how(two, daves_browser, alice):
    source, into = two
    merge(source, into=into, by=alice)
    told_now = daves_browser.read(after=0).json()
    assert told_now["conversation"]["status"] == "closed"
    assert told_now["conversation"]["continues"] == str(Conversation.objects.get(ticket=into).public_id)
    happened = [each["happening"]["kind"] for each in told_now["messages"] if each["happening"]]
    assert happened == ["closed"]
    part(source, by=alice)
    told_now = daves_browser.read(after=0).json()
    assert (told_now["conversation"]["status"], told_now["conversation"]["continues"]) == ("queued", None)
    assert [each["happening"]["kind"] for each in told_now["messages"] if each["happening"]] == ["closed", "reopened"]


def test_a_ticket_without_a_conversation_gets_one_for_him(daves_browser, alice, cards):
    daves_browser.write("I was charged twice")
    source = daves_browser.ticket
    into, _ = Ticket.open(customer=source.customer, channel="phone", text="He called", by=alice, department=cards)
    merge(source, into=into, by=alice)
    event = told(TicketMerged, source, into_id=into.pk)
    reactions.lead_the_visitors_on(event, None)
    reactions.lead_the_visitors_on(event, None)
    opened = Conversation.objects.get(ticket=into)
    assert daves_browser.read(conversation=opened.public_id, after=0).status_code == 200
    assert daves_browser.write("Me again").json()["conversation"]["id"] == str(opened.public_id)


def test_another_customers_talk_stays_shut(daves_browser, another, sam):
    daves_browser.write("Mine")
    another.write("Hers")
    source, into = another.ticket, daves_browser.ticket
    merge(source, into=into, by=sam)
    reactions.lead_the_visitors_on(told(TicketMerged, source, into_id=into.pk), None)
    assert another.read(after=0).json()["conversation"]["continues"] is None
    answer = another.write("Hello?")
    assert Conversation.objects.get(public_id=answer.json()["conversation"]["id"]).ticket.follow_up_of == source
    assert not Conversation.objects.filter(ticket=into).exclude(visitor__customer=into.customer).exists()


def test_a_part_split_off_is_a_conversation_of_his(daves_browser, alice):
    daves_browser.write("I was charged twice")
    ticket = daves_browser.ticket
    said = ticket.messages.get(seq=1).client_id
    new, _ = split(ticket, messages=[said], request_id=uuid.uuid4(), by=alice)
    event = told(TicketSplit, ticket, new_id=new.pk)
    reactions.open_the_new_one_to_its_visitors(event, None)
    reactions.open_the_new_one_to_its_visitors(event, None)
    opened = Conversation.objects.get(ticket=new)
    shown = daves_browser.read(conversation=opened.public_id, after=0).json()
    assert [each["text"] for each in shown["messages"]] == ["I was charged twice"]
    assert shown["conversation"]["unread"] == 0
