"""A site may ask before pages are passed on; without a yes none is kept, whatever a browser sends."""

import pytest

from chat.directory import directory
from chat.models import Visitor
from tests.chat.conftest import Browser
from tickets.models import PageVisit

PAGE = {"url": "https://heron.example/cards", "title": "Cards"}


@pytest.fixture
def careful(heron):
    type(heron).objects.update(asks_consent=True)
    directory.forget()
    visitor = Browser(heron)
    visitor.arrive()
    visitor.write(page=PAGE)
    return visitor


def agree(browser, pages):
    return browser.ask("POST", "consent", {"pages": pages})


def look(browser):
    return browser.ask("POST", f"conversations/{browser.conversation}/page", PAGE)


def test_without_a_yes_no_page_is_kept(careful):
    assert look(careful).status_code == 204
    assert not PageVisit.objects.exists() and Visitor.objects.get().page_url == ""


def test_a_yes_counts_from_then_on_and_can_be_taken_back(careful):
    assert agree(careful, True).status_code == 204
    look(careful)
    assert PageVisit.objects.count() == 1
    assert careful.arrive().json()["visitor"]["agreed"] is True

    agree(careful, False)
    careful.ask("POST", f"conversations/{careful.conversation}/page", PAGE | {"url": "https://heron.example/loans"})

    assert not PageVisit.objects.exists()
    assert Visitor.objects.get().page_url == ""


def test_a_site_that_does_not_ask_needs_none(browser):
    browser.write(page=PAGE)
    assert PageVisit.objects.count() == 1


@pytest.mark.parametrize("body", [{}, {"pages": "yes"}, {"pages": 1}, {"pages": True, "more": 1}])
def test_anything_but_yes_or_no_is_refused(careful, body):
    assert careful.ask("POST", "consent", body).status_code == 400
