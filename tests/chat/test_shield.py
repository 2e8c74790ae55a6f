"""P-08: what the widget sends is answered as it was stored, so that its own copy is replaced."""

import pytest

from chat.models import Visitor
from tests.everywhere import rows_with
from tickets.models import PageVisit

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("P-08")]
CARD, MASKED = "5555 3412 4444 1115", "5555 34•• •••• 1115"
PAGE = {"url": "https://heron.example/pay/5555341244441115?card=5555341244441115", "title": f"Pay with {CARD}"}


def test_the_widget_is_answered_with_what_was_stored(heron, browser):
    for text in (f"My card is {CARD}", f"Again: {CARD}, cvv 123"):
        told = browser.write(text).json()["message"]
        assert told["text"] == text.replace(CARD, MASKED).replace("123", "•••")
    assert told["masked"] == ["card", "cvv"]
    read = browser.read(after=0).json()["messages"]
    assert [message["masked"] for message in read] == [["card"], ["card", "cvv"]]


def test_what_one_goes_through_before_the_first_word_is_hidden_too(heron, browser):
    heron.questions = {"question": {"ask": "required"}}
    heron.save()
    browser.ask("POST", "introduction", {"question": f"Blocked {CARD}"})
    browser.write("Hello", page=PAGE)
    assert Visitor.objects.get().page_url == "https://heron.example/pay/555534••••••1115"
    assert PageVisit.objects.get().title == f"Pay with {MASKED}"
    assert rows_with("124444") == rows_with("12 4444") == []


def test_a_number_cut_by_the_length_of_a_title_is_hidden_before(heron, browser):
    browser.write("Hello", page={"url": "https://heron.example/", "title": "x" * 190 + f" {CARD}"})
    assert PageVisit.objects.get().title.endswith("x 5555 34••")
