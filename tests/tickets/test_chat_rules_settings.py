"""The page on which a department says what its chats do by themselves, and the chat it shows beside them."""

from datetime import timedelta

import pytest

from core.models import Event
from tickets.models import ChatRules

pytestmark = pytest.mark.django_db

GOOD = {
    "language": "en",
    "welcomes": "on",
    "greets": "on",
    "nudges": "on",
    "nudge_after": "4",
    "ends": "on",
    "warn_after": "12",
    "end_after": "6",
    "says_farewell": "on",
}


@pytest.fixture
def address(cards):
    return f"/desk/settings/chats/{cards.pk}/"


@pytest.fixture
def sams_desk(desk_of, sam):
    return desk_of(sam)


def test_a_department_that_never_set_any_has_the_usual_ones(sams_desk, address):
    page = sams_desk.get(address).text
    assert 'name="warn_after" value="10"' in page
    assert "An operator is on the way" in page
    assert not ChatRules.objects.exists(), "looking makes no row"


def test_they_are_saved_with_who_did_it(sams_desk, address, sam, cards):
    answer = sams_desk.post(address, GOOD | {"greeting_ru": "Здравствуйте, {customer}!", "nudges": ""})
    assert (answer.status_code, answer["Location"]) == (302, address)
    rules = ChatRules.objects.get(department=cards)
    assert (rules.nudges, rules.greets, rules.warn_after) == (False, True, timedelta(minutes=12))
    assert rules.texts == {"en": {}, "ru": {"greeting": "Здравствуйте, {customer}!"}}
    event = Event.objects.get(name="chat_rules.edited")
    assert event.actor_id == sam.pk and set(event.payload["fields"]) >= {"nudges", "warn_after", "texts"}
    sams_desk.post(address, GOOD | {"greeting_ru": "Здравствуйте, {customer}!", "nudges": ""})
    assert Event.objects.filter(name="chat_rules.edited").count() == 1, "the same again changes nothing"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"nudge_after": "0"}, "greater than or equal to 1"),
        ({"end_after": "2000"}, "less than or equal to 1440"),
        ({"warn_after": "soon"}, "whole number"),
        ({"greeting_en": "Hello {custommer}"}, "Nobody can fill in {custommer}"),
        ({"farewell_ru": "x" * 601}, "at most 600"),
        ({"language": "de"}, "valid choice"),
    ],
)
def test_what_cannot_be_is_said_clearly_and_nothing_typed_is_lost(sams_desk, address, wrong, sentence):
    answer = sams_desk.post(address, GOOD | {"nudge_en": "Kept words"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text and "Kept words" in answer.text
    assert not ChatRules.objects.exists()


def test_the_preview_shows_what_the_form_says_and_saves_nothing(sams_desk, address):
    asked = {"preview_language": "en", "greeting_en": "Ahoy, {customer}!", "ends": "", "nudge_after": "9"}
    shown = sams_desk.post(f"{address}preview/", GOOD | asked)
    assert shown.status_code == 200
    assert "Ahoy, Maria!" in shown.text and "After waiting 9 minutes" in shown.text
    assert "Are you still there" not in shown.text
    assert not ChatRules.objects.exists()


def test_half_a_number_is_shown_as_it_was(sams_desk, address):
    shown = sams_desk.post(f"{address}preview/", GOOD | {"nudge_after": ""})
    assert "After waiting 3 minutes" in shown.text


def test_what_is_written_there_is_shown_as_text(sams_desk, address):
    shown = sams_desk.post(f"{address}preview/", GOOD | {"greeting_en": "<img src=x> {customer}"})
    assert "&lt;img" in shown.text and "<img src=x" not in shown.text


def test_a_supervisor_keeps_his_own_departments_alone(desk_of, address, sam, alice, cards):
    sam.memberships.filter(department=cards).delete()
    assert desk_of(sam).get(address).status_code == 404
    assert desk_of(sam).post(address, GOOD).status_code == 404
    assert desk_of(alice).get("/desk/settings/chats/").status_code == 404
    listed = desk_of(sam).get("/desk/settings/chats/").text
    assert "Transfers" in listed and "Cards" not in listed
