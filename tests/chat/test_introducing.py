"""What a site asks before the first word, and what becomes of the answers."""

import pytest

from chat.directory import directory
from customers.models import Customer
from tests.chat.conftest import Browser, signed
from tickets.models import Ticket

pytestmark = pytest.mark.requirement("R30")

ASKED = {
    "name": {"ask": "required"},
    "email": {"ask": "required", "en": "Where can we reach you?"},
    "phone": {"ask": "optional"},
    "department": {"ask": "required"},
    "question": {"ask": "optional"},
}
TOLD = {"name": " Dave  Okafor", "email": "Dave@Heron.Example", "phone": "+380 44 000 00 01", "question": "Two charges"}


@pytest.fixture
def asking(heron, cards, transfers):
    """Heron's site, which asks everything; a customer may choose between its two departments."""
    heron.questions = ASKED
    heron.save()
    heron.choices.set([cards, transfers])
    directory.forget()
    return heron


@pytest.fixture
def newcomer(asking):
    browser = Browser(asking)
    browser.opened = browser.arrive().json()
    return browser


def introduce(browser, **told):
    return browser.ask("POST", "introduction", told)


def test_the_questions_come_with_the_session_in_the_readers_language(asking, newcomer, transfers, cards):
    russian = Browser(asking).arrive(language="ru").json()["questions"]

    asked = {one["name"]: one for one in newcomer.opened["questions"]}
    assert list(asked) == ["name", "email", "phone", "department", "question"]
    assert asked["email"]["label"] == "Where can we reach you?"
    assert (asked["email"]["required"], asked["phone"]["required"]) == (True, False)
    assert {option["label"] for option in asked["department"]["options"]} == {"Cards", "Transfers"}
    assert russian[1]["label"] != asked["email"]["label"]


def test_the_answers_go_with_the_first_message(newcomer, transfers):
    assert introduce(newcomer, **TOLD, department=str(transfers.pk)).json()["questions"] == []

    newcomer.write("I was charged twice")

    ticket = newcomer.ticket
    assert (ticket.department, ticket.subject, ticket.customer.name) == (transfers, "Two charges", "Dave Okafor")
    identities = {(one.kind, one.value, one.is_verified) for one in ticket.customer.identities.all()}
    assert identities == {("email", "dave@heron.example", False), ("phone", "+380440000001", False)}
    assert newcomer.arrive().json()["questions"] == []


def test_answers_that_need_another_look_are_told_by_field(newcomer):
    refused = introduce(newcomer, email="nobody", phone="12", department="999999")

    assert refused.status_code == 422
    fields = refused.json()["error"]["fields"]
    assert set(fields) == {"name", "email", "phone", "department"}
    assert "@" not in fields["name"]
    newcomer.write()
    assert newcomer.ticket.customer.name == ""


def test_an_introduction_twice_is_the_second_one(newcomer, transfers, cards):
    introduce(newcomer, **TOLD, department=str(transfers.pk))
    introduce(newcomer, **TOLD | {"question": ""}, department=str(cards.pk))
    newcomer.write("Hello there")
    assert (newcomer.ticket.department, newcomer.ticket.subject) == (cards, "Hello there")


def test_who_was_not_asked_is_heard_all_the_same(newcomer, cards):
    """A widget of yesterday sends no introduction; a message is worth more than a form."""
    assert newcomer.write().status_code == 201
    assert newcomer.ticket.department == cards


def test_what_is_known_is_not_asked_again(asking):
    dave = Browser(asking)
    opened = dave.arrive(signed(asking, name="Dave Okafor", email="dave@heron.example")).json()
    assert [one["name"] for one in opened["questions"]] == ["phone", "department", "question"]


def test_a_bare_word_finds_nobodys_history(newcomer, asking):
    known = Browser(asking)
    known.arrive(signed(asking, name="Dave Okafor", email="dave@heron.example"))
    known.write("Private")

    introduce(newcomer, **TOLD, department=str(asking.department_id))
    newcomer.write("It is me")

    assert Customer.objects.count() == 2
    assert [one["subject"] for one in newcomer.arrive().json()["conversations"]] == ["Two charges"]


def test_a_department_taken_off_the_list_meanwhile_gives_way_to_the_sites_own(newcomer, asking, transfers, cards):
    introduce(newcomer, **TOLD, department=str(transfers.pk))
    asking.choices.remove(transfers)
    directory.forget()
    newcomer.write()
    assert newcomer.ticket.department == cards


def test_one_department_is_no_choice(asking, transfers):
    asking.choices.remove(transfers)
    directory.forget()
    assert "department" not in {one["name"] for one in Browser(asking).arrive().json()["questions"]}


def test_a_site_that_asks_nothing_asks_nothing(browser):
    assert browser.arrive().json()["questions"] == []
    assert introduce(browser, name="Dave").json()["questions"] == []
    browser.write()
    assert Ticket.objects.get().customer.name == ""


@pytest.mark.parametrize("told", [{"colour": "red"}, {"name": 7}, {"name": ["Dave"]}])
def test_other_fields_and_types_are_refused(newcomer, told):
    assert introduce(newcomer, **told).status_code == 400


def test_without_a_token_nobody_introduces_himself(asking):
    assert introduce(Browser(asking), name="Dave").status_code == 401
