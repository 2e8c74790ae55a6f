"""R9: how a customer wants to be called is asked once in a life; R10: what the site said of it is filled in."""

import uuid

import pytest
from django.utils import timezone

from customers.models import Customer
from tests.chat.conftest import Browser, signed
from tickets.canned_variables import values

pytestmark = pytest.mark.requirement("R9")


def answer(browser, value, kind="name", session=None):
    body = {"kind": kind, "session": session, "value": value}
    return browser.ask("POST", f"conversations/{browser.conversation}/answers", body)


def asked(response):
    return response.json()["conversation"]["ask"]


def test_the_first_conversation_asks_and_keeps_the_answer(browser, alice):
    assert asked(browser.write()) == {"kind": "name", "session": None, "value": ""}
    before = browser.ticket.public_version
    told = answer(browser, "  Dave \n the  potter ")
    assert told.status_code == 200 and told.json()["ask"] is None
    assert told.json()["version"] == before + 1
    customer = Customer.objects.get()
    assert (customer.preferred_name, customer.preferred_name_source) == ("Dave the potter", "customer")
    assert values(browser.ticket, by=alice, now=timezone.now())["customer"] == "Dave the potter"


def test_it_is_never_asked_again_not_even_of_who_passed_over(browser):
    browser.write()
    assert answer(browser, None).json()["ask"] is None
    browser.conversation = str(uuid.uuid4())
    assert asked(browser.write("Another matter")) is None
    assert Customer.objects.get().preferred_name == ""


def test_a_second_answer_comes_too_late_and_does_no_harm(browser):
    browser.write()
    answer(browser, "Dave")
    version = browser.ticket.public_version
    assert answer(browser, "Mallory").status_code == 200
    assert Customer.objects.get().preferred_name == "Dave" and browser.ticket.public_version == version


def test_of_two_answers_at_once_one_counts(heron, at_once, transactional_db):
    browser = Browser(heron)
    browser.arrive()
    browser.write()
    customer = Customer.objects.get()
    results = at_once(4, lambda number: Customer.objects.get().answer_name(f"Name {number}", by=customer))
    assert sorted(results) == [False, False, False, True]
    assert Customer.objects.get().preferred_name == f"Name {results.index(True)}"


@pytest.mark.requirement("R10")
def test_what_the_sites_token_says_is_filled_in_and_marked(daves_browser):
    customer = Customer.objects.get()
    assert (customer.preferred_name, customer.preferred_name_source) == ("Dave Okafor", "channel")
    assert asked(daves_browser.write())["value"] == "Dave Okafor"
    answer(daves_browser, "Dave")
    daves_browser.arrive(signed(daves_browser.site, name="David Okafor"))
    customer.refresh_from_db()
    assert (customer.preferred_name, customer.preferred_name_source) == ("Dave", "customer")


@pytest.mark.requirement("R10")
def test_the_panel_says_where_the_name_comes_from(daves_browser, alice, desk_of):
    daves_browser.write()
    panel = desk_of(alice).get(f"/desk/tickets/{daves_browser.ticket.pk}/customer/panel/").text
    assert "Taken from the channel" in panel


def test_whoever_told_it_before_the_chat_is_not_asked(browser, heron):
    from chat.directory import directory

    type(heron).objects.update(questions={"name": {"ask": "optional"}})
    directory.forget()
    browser.ask("POST", "introduction", {"name": "Dave"})
    assert asked(browser.write()) is None
    assert Customer.objects.get().preferred_name == "Dave"


def test_after_the_chat_it_is_not_the_time_to_ask(browser, alice):
    browser.write()
    browser.ticket.close(by=alice)
    assert browser.read(after=0).json()["conversation"]["ask"] is None


@pytest.mark.parametrize(
    ("value", "status"), [(1, 400), (["Dave"], 400), ("x" * 101, 422), ("x" * 100, 200), ("", 200), (None, 200)]
)
def test_an_answer_is_a_name_or_nothing(browser, value, status):
    browser.write()
    assert answer(browser, value).status_code == status


def test_an_unknown_question_is_refused_and_a_stranger_finds_none(browser, another):
    browser.write()
    another.conversation = browser.conversation
    assert answer(browser, "x", kind="password").status_code == 422
    assert answer(another, "Mallory").status_code == 404
    assert browser.ask("GET", f"conversations/{browser.conversation}/answers").status_code == 405
    assert Customer.objects.filter(preferred_name="Mallory").count() == 0
