"""In which language is said to a customer what is said by itself: the one in which he reads the chat now."""

import pytest

from core.sweeps.claiming import run_due
from customers.models import Customer
from tests.chat.conftest import Browser, signed

pytestmark = pytest.mark.django_db


def welcomed(browser) -> str:
    browser.write()
    run_due()
    return browser.ticket.messages.get(details__automatic="on_the_way").text


def test_who_chooses_another_language_in_the_chat_is_written_to_in_it(daves_browser, heron):
    daves_browser.arrive(signed(heron), language="ru")
    assert Customer.objects.get().language == "ru"


def test_a_known_customer_is_welcomed_in_the_language_of_his_new_phone(daves_browser, heron):
    phone = Browser(heron)
    phone.arrive(signed(heron), language="ru")
    assert welcomed(phone).startswith("Спасибо")


def test_what_a_colleague_set_right_stays_as_long_as_the_browser_says_nothing_new(daves_browser, heron, alice):
    Customer.objects.get().edit(language="ru", by=alice)
    daves_browser.arrive(signed(heron), language="en")
    assert Customer.objects.get().language == "ru"


@pytest.mark.parametrize(("language", "asked"), [("uk", "ru"), ("en", None), ("en", "xx")])
def test_a_language_we_do_not_speak_stays_known_and_none_is_made_up(daves_browser, heron, alice, language, asked):
    Customer.objects.get().edit(language=language, by=alice)
    daves_browser.arrive(signed(heron), language=asked)
    assert Customer.objects.get().language == language


def test_an_unknown_visitor_becomes_a_customer_of_the_language_he_chose_last(browser):
    browser.arrive(language="ru")
    browser.write()
    assert browser.ticket.customer.language == "ru"
