import uuid

import pytest
from django.test import Client

from accounts.models import User
from customers.models import Customer
from tickets.models import Ticket


@pytest.fixture
def desk_of():
    """A browser in which this person is signed in."""

    def signed_in(user, **options):
        client = Client(**options)
        client.force_login(User.objects.get(pk=user.pk), backend="accounts.backends.RoleBackend")
        return client

    return signed_in


@pytest.fixture
def alices_desk(desk_of, alice):
    return desk_of(alice)


@pytest.fixture
def carols_desk(desk_of, carol):
    return desk_of(carol)


@pytest.fixture
def queue_of(cards):
    """`queue_of(50)`: as many tickets of Cards, each of a customer of his own."""

    def fill(count, department=cards):
        tickets = []
        for number in range(count):
            customer = Customer.objects.create(name=f"Customer {number}")
            ticket, _ = Ticket.open(
                customer=customer, channel="email", text=f"Question {number}", by=customer, department=department
            )
            tickets.append(ticket)
        return tickets

    return fill


@pytest.fixture
def written(dave, double_charge):
    """`written(50)`: as many more messages of Dave in his ticket."""

    def write(count):
        for number in range(count):
            double_charge.receive(text=f"And {number}", client_id=uuid.uuid4(), by=dave)

    return write
