"""A request that came by telephone becomes the same kind of ticket, in three fields (R57)."""

import uuid

import pytest

from core.models import Event
from customers.models import Customer
from tickets.models import Ticket

pytestmark = pytest.mark.django_db
NEW = "/desk/tickets/new/"


def told(**fields):
    return {"client_id": uuid.uuid4(), "who": "Anna Petrenko", "text": "My card is lost", "channel": "phone"} | fields


@pytest.mark.requirement("R57")
def test_three_fields_make_a_ticket_like_any_other(alices_desk, alice, cards):
    page = alices_desk.get(NEW, headers={"HX-Request": "true"}).text
    assert [page.count(f'name="{name}"') for name in ("who", "text", "channel", "department")] == [1, 1, 1, 0]
    answer = alices_desk.post(NEW, told(who="Anna Petrenko, anna@demo.test +380 44 000 12 34"))
    ticket = Ticket.objects.get()
    assert answer.status_code == 201
    assert answer["HX-Push-Url"] == f"/desk/tickets/{ticket.pk}/"
    assert (ticket.channel, ticket.department, ticket.subject) == ("phone", cards, "My card is lost")
    assert ticket.waiting_since and ticket.answer_due_at, "the clock runs as for everybody"
    assert ticket.customer.name == "Anna Petrenko"
    assert [str(each.value) for each in ticket.customer.identities.all()] == ["anna@demo.test", "+380440001234"]
    assert not ticket.customer.identities.verified().exists(), "what a caller says proves nothing"
    opened = Event.objects.of(f"ticket:{ticket.pk}").get(name="ticket.opened")
    assert (opened.actor_kind, opened.actor_id) == ("agent", alice.pk)


@pytest.mark.requirement("R57")
def test_for_a_customer_we_know_the_ticket_is_his(alices_desk, double_charge, dave):
    page = alices_desk.get("/desk/customers/", {"q": "okaf"}).text
    assert "Has an open ticket" in page and f"#{double_charge.pk}" in page, "a double is warned of"
    alices_desk.post(NEW, told(customer=dave.pk, who="Dave Okafor"))
    assert Ticket.objects.of(dave).count() == 2
    assert Customer.objects.count() == 1


def test_the_same_form_sent_again_is_the_same_ticket(alices_desk):
    form = told()
    assert alices_desk.post(NEW, form).status_code == 201
    assert alices_desk.post(NEW, form).status_code == 200
    assert (Ticket.objects.count(), Customer.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_are_one_ticket(alice, cards, at_once):
    from customers.introducing import Introduction
    from tickets.registering import register

    anna, sent = Introduction("Anna", ()), uuid.uuid4()

    def press(number):
        return register(
            customer=None, introduction=anna, text="Lost", channel="phone", department=cards, client_id=sent, by=alice
        )[1]

    assert at_once(8, press).count(True) == 1
    assert (Ticket.objects.count(), Customer.objects.count()) == (1, 1)


def test_nobody_elses_customer_is_found_or_taken(carols_desk, double_charge, dave):
    """S-12: a telephone call must not bind a foreign department's customer."""
    assert "Dave" not in carols_desk.get("/desk/customers/", {"q": "dave"}).text.replace("New customer", "")
    assert carols_desk.post(NEW, told(customer=dave.pk, who="Dave")).status_code == 422
    assert Ticket.objects.count() == 1


def test_who_works_in_two_departments_says_which(desk_of, sam, transfers):
    page = desk_of(sam).get(NEW, headers={"HX-Request": "true"}).text
    assert 'name="department"' in page
    desk_of(sam).post(NEW, told(department=transfers.pk))
    assert Ticket.objects.get().department == transfers


def test_another_department_cannot_be_chosen(alices_desk, transfers):
    assert alices_desk.post(NEW, told(department=transfers.pk)).status_code == 422


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("who", "", "Say who it is"),
        ("who", "044 000 12 34", "country code"),
        ("text", "", "Write what the customer wants"),
        ("channel", "widget", "widget"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(alices_desk, field, value, sentence):
    answer = alices_desk.post(NEW, told(**{"who": "Anna", "text": "A long story", field: value}))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ("A long story" if field != "text" else "Anna") in answer.text
    assert not Ticket.objects.exists() and not Customer.objects.exists()
