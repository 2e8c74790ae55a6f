import uuid
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from chat.models import Conversation, Site, Visitor
from customers.models import Customer
from tickets.models import Ticket


@pytest.fixture
def act(double_charge):
    """The address of a part of Dave's ticket."""
    return lambda part: f"/desk/tickets/{double_charge.pk}/{part}"


@pytest.fixture
def now(double_charge):
    """Dave's ticket as it stands."""
    return lambda: Ticket.objects.get(pk=double_charge.pk)


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


@pytest.fixture
def picture():
    """`picture(1200, 800)`: an upload of that size."""

    def draw(width, height, name="photo.png"):
        image = BytesIO()
        Image.new("RGB", (width, height), "#7a6a50").save(image, "PNG")
        return SimpleUploadedFile(name, image.getvalue())

    return draw


@pytest.fixture
def heron_talk(cards, dave):
    """Dave's conversation in the widget of a site of ours."""
    site = Site.objects.create(name="Heron", origins=["https://heron.example"], department=cards)
    visitor, _token = Visitor.objects.arrive(site, customer=dave)
    ticket, _ = Ticket.open(customer=dave, channel="widget", text="Hello", by=dave, department=cards)
    return Conversation.objects.create(visitor=visitor, public_id=uuid.uuid4(), ticket=ticket)
