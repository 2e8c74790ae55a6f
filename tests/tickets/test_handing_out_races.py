"""F-29: whoever takes or is handed chats at the same moment, each has one owner and nobody more than he can carry."""

import threading
from collections import Counter

import pytest
from django.db import connection
from django.db.models.functions import Now

from accounts.models import Presence, User
from accounts.models.presence import FRESH
from core.sweeps.claiming import run_due
from customers.models import Customer
from tests.conftest import person
from tickets.models import ChatRules, Message, Routing, Ticket
from tickets.refusals import Refused
from tickets.taking import take_next

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.requirement("R28")]

SWEEPERS = 4


@pytest.fixture
def operators(cards):
    """`operators(20)`: as many of Cards, all online."""

    def hire(count):
        people = [person(f"Operator{number}", cards) for number in range(count)]
        Presence.objects.bulk_create(Presence(user=one, seen_at=Now(), lapses_at=Now() + 10 * FRESH) for one in people)
        return people

    return hire


def open_chats(count, department):
    customer = Customer.objects.create(name="Crowd")
    return [
        Ticket.open(customer=customer, channel="widget", text=str(n), by=customer, department=department)[0]
        for n in range(count)
    ]


def loads() -> Counter:
    return Counter(Ticket.objects.exclude(assignee=None).values_list("assignee_id", flat=True))


def test_of_fifty_who_take_at_once_one_has_it_and_the_others_are_told(operators, cards, at_once):
    people = operators(50)
    [ticket] = open_chats(1, cards)
    results = at_once(50, lambda n: Ticket.objects.get(pk=ticket.pk).take(by=people[n]))
    assert results.count(True) == 1
    refused = [one for one in results if isinstance(one, Refused)]
    winner = Ticket.objects.get(pk=ticket.pk).assignee
    assert len(refused) == 49 and all(winner.display_name in str(one.sentence) for one in refused)
    assert Message.objects.filter(ticket=ticket, happening="joined").count() == 1


def test_fifty_who_ask_for_the_next_one_get_one_each(operators, cards, at_once):
    people = operators(50)
    open_chats(60, cards)
    results = at_once(50, lambda n: take_next(by=people[n]))
    assert len({ticket.pk for ticket in results}) == 50
    assert set(loads().values()) == {1}


def test_two_windows_of_one_operator_take_no_more_than_he_can_carry(operators, cards, admin, at_once):
    Routing.of(cards.pk).edit(by=admin, mode="push", capacity=3)
    [alone] = operators(1)
    tickets = open_chats(20, cards)
    results = at_once(20, lambda n: Ticket.objects.get(pk=tickets[n].pk).take(by=User.objects.get(pk=alone.pk)))
    assert results.count(True) == 3
    assert {one.code for one in results if isinstance(one, Refused)} == {"full"}


def test_five_hundred_chats_come_to_twenty_operators_and_no_capacity_is_exceeded(operators, cards, admin):
    """Four sweeps at once, while operators take by hand as well; then every freed place is filled again."""
    Routing.of(cards.pk).edit(by=admin, mode="push", capacity=5)
    # A welcome is said to many at once, whose tickets are held meanwhile and passed over.
    ChatRules.objects.create(department=cards, welcomes=False, nudges=False)
    people = operators(20)
    tickets = open_chats(500, cards)
    worst = Counter()

    def sweep():
        run_due()
        connection.close()

    def take():
        for one in people:
            try:
                take_next(by=one)
            except Refused:
                worst["refused"] += 1
        connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(SWEEPERS)] + [threading.Thread(target=take)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(loads().values()) == {5} and len(loads()) == 20
    assigned = set(Ticket.objects.exclude(assignee=None).values_list("pk", flat=True))
    assert len(assigned) == 100
    given = Message.objects.filter(ticket__in=assigned, happening__in=["assigned", "joined"])
    assert Counter(given.values_list("ticket_id", flat=True)).most_common(1)[0][1] == 1
    # Nobody was overtaken by more than who was looked at in the same moment.
    assert max(assigned) - tickets[0].pk < 100 + 2 * SWEEPERS
