"""S-01, S-02 for what stands once on a page: each text of the list in each place, as the server writes it."""

import html as entities
import re

import pytest

from accounts.models import Department, User
from customers.models import Customer, Organisation
from tests.security.vectors import VECTORS
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_counted_here"), pytest.mark.requirement("S-01", "S-02")]

SPECIAL = re.compile(r"[<>\"'&]")


@pytest.fixture
def places(tickets, alice, bob, dave, transfers):
    """Put one text into every place that a ticket's pages show once; the addresses of those pages."""
    organisation = Organisation.objects.create(name="x")
    Customer.objects.filter(pk=dave.pk).update(organisation=organisation)
    tickets.cards.take(by=alice)
    number = tickets.cards.pk

    def put(text):
        Ticket.objects.filter(pk=number).update(subject=text[:200], last_text=text[:160])
        Customer.objects.filter(pk=dave.pk).update(name=text[:200], preferred_name=text[:100], notes=text)
        Organisation.objects.update(name=text[:200], notes=text)
        User.objects.filter(pk__in=[alice.pk, bob.pk]).update(name=text[:150], public_name=text[:150])
        Department.objects.update(name=text[:100], icon=text[:40])

    parts = ["", "assignment/", "transfer/", "customer/"]
    return put, [f"/desk/tickets/{number}/{part}" for part in parts]


def test_each_text_is_escaped_wherever_it_stands(session_of, alice, places):
    put, addresses = places
    desk = session_of(alice)
    wrong, shown = [], 0
    for text in VECTORS:
        put(text)
        for address in addresses:
            page = desk.get(address).content.decode()
            if SPECIAL.search(text) and text in page:
                wrong.append((address, text))
            shown += entities.escape(text)[:90] in page
    assert wrong == []
    assert shown > len(VECTORS) * 3, "it is there, as text"


def test_headers_take_no_line_of_a_visitors(client, session_of, alice):
    desk = session_of(alice)
    for text in ("a\r\nX-Evil: 1", "a\nSet-Cookie: x=1", "%0d%0aX-Evil: 1", "\u010a\u010dX-Evil: 1"):
        for browser in (client, desk):
            for address in ("/desk/", "/accounts/login/", "/files/x/"):
                answer = browser.get(address, {"view": text, "next": text})
                assert "X-Evil" not in answer.headers
                assert "x" not in answer.cookies
