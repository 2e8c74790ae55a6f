import pytest

from customers.models import Customer
from tickets.models import Ticket


@pytest.fixture
def chat_of():
    """`chat_of(cards)`: a customer of his own who waits there."""

    def begin(department, *, channel="widget", name="Customer"):
        customer = Customer.objects.create(name=name)
        ticket, _message = Ticket.open(
            customer=customer, channel=channel, text="Hello?", by=customer, department=department
        )
        return ticket

    return begin


@pytest.fixture
def sams_desk(desk_of, sam):
    return desk_of(sam)
