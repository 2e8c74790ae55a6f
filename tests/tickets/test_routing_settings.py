"""R28: an admin, or a supervisor of his own, sets how chats are given out, and sees whom the next would reach."""

import pytest

from core.models import Event
from tickets.models import Routing, RoutingRule, Seat

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R28")]

AS_IT_IS = {
    "mode": "pull", "strategy": "least_busy", "capacity": 4, "accept_seconds": 60, "sticky_hours": 24,
    "overflow_to": "", "overflow_minutes": 10,
}  # fmt: skip


@pytest.fixture
def page(cards):
    return f"/desk/settings/routing/{cards.pk}/"


def test_a_supervisor_sets_his_own(page, sam, cards, transfers, desk_of):
    desk = desk_of(sam)
    assert desk.get("/desk/settings/routing/").text.count("Operators take chats themselves") == 2
    wanted = {**AS_IT_IS, "mode": "push", "capacity": 3, "overflow_to": transfers.pk, "people_only": "on"}
    assert desk.post(page, wanted).status_code == 302
    routing = Routing.objects.get(pk=cards.pk)
    assert (routing.mode, routing.capacity, routing.overflow_to, routing.people_only) == ("push", 3, transfers, True)
    event = Event.objects.get(name="routing.edited")
    assert event.payload["fields"] == ["capacity", "mode", "overflow_to", "people_only"] and event.actor_id == sam.pk
    desk.post(page, wanted)
    assert Event.objects.filter(name="routing.edited").count() == 1
    assert "overflows to Transfers" in desk.get("/desk/settings/routing/").text


@pytest.mark.parametrize(
    ("field", "value"),
    [("capacity", 0), ("capacity", 51), ("accept_seconds", 5), ("mode", "magic"), ("sticky_hours", 721)],
)
def test_what_cannot_be_is_said_and_the_rest_is_kept(page, sam, desk_of, field, value):
    answer = desk_of(sam).post(page, {**AS_IT_IS, "overflow_minutes": 77, field: value})
    assert answer.status_code == 422 and "Something needs another look" in answer.text and 'value="77"' in answer.text
    assert not Routing.objects.exists()


def test_nothing_overflows_into_itself(page, sam, cards, desk_of):
    answer = desk_of(sam).post(page, {**AS_IT_IS, "overflow_to": cards.pk})
    assert answer.status_code == 422


def test_each_person_may_differ(page, sam, alice, bob, desk_of):
    desk = desk_of(sam)
    given = {f"capacity_{alice.pk}": 2, f"languages_{alice.pk}": ["ru"], f"capacity_{bob.pk}": ""}
    assert desk.post(f"{page}seats/", given).status_code == 302
    assert (alice.seat.capacity, alice.seat.languages) == (2, ["ru"])
    assert Event.objects.filter(name="seat.edited").count() == 1
    wrong = desk.post(f"{page}seats/", {f"capacity_{alice.pk}": 99})
    assert wrong.status_code == 422 and Seat.objects.get(pk=alice.pk).capacity == 2


def test_a_stranger_to_the_department_is_no_seat_of_it(page, sam, carol, desk_of):
    assert desk_of(sam).post(f"{page}seats/", {f"capacity_{carol.pk}": 2}).status_code == 422


def test_the_page_tells_whom_the_next_chat_would_reach_and_why(page, sam, alice, bob, admin, cards, desk_of, queue_of):
    desk = desk_of(sam)
    assert "Whoever takes it first: 0 operators are online." in desk.get(page).text
    Routing.of(cards.pk).edit(by=admin, mode="push", capacity=2)
    assert "Nobody: it waits until somebody comes" in desk.get(page).text
    alice.presence.see()
    bob.presence.see()
    Seat.set(bob, capacity=None, languages=["ru"], by=admin)
    Seat.set(alice, capacity=None, languages=["en"], by=admin)
    text = desk.get(page).text
    assert "in English <b>Alice</b>" in text and "in Русский <b>Bob</b>" in text
    assert "has room for 2 more" in text and "0 of 2" in text


def test_a_rule_is_made_tried_changed_and_switched_off(admin, cards, transfers, desk_of):
    desk = desk_of(admin)
    assert "No rule yet" in desk.get("/desk/settings/rules/").text
    wanted = {"name": "Loans", "words": "loan\n\n ипотека \nloan", "department": transfers.pk, "position": 0}
    assert desk.post("/desk/settings/rules/new/", wanted).status_code == 302
    rule = RoutingRule.objects.get()
    assert rule.words == ["loan", "ипотека"]
    tried = desk.get("/desk/settings/rules/", {"q": "Про ипотеку"}).text
    assert "“ипотека” is found" in tried and "<b>Transfers</b>" in tried
    assert "No rule finds a word" in desk.get("/desk/settings/rules/", {"q": "Hello"}).text
    assert desk.post(f"/desk/settings/rules/{rule.pk}/", {**wanted, "department": cards.pk}).status_code == 302
    assert RoutingRule.objects.get().department == cards
    assert desk.post(f"/desk/settings/rules/{rule.pk}/activation/").status_code == 302
    assert not RoutingRule.objects.get().is_active


@pytest.mark.parametrize("words", ["", " \n ", "x" * 61, "\n".join(f"w{n}" for n in range(51))])
def test_words_that_cannot_be_are_said(admin, cards, desk_of, words):
    answer = desk_of(admin).post(
        "/desk/settings/rules/new/", {"name": "Loans", "words": words, "department": cards.pk, "position": 0}
    )
    assert answer.status_code == 422 and not RoutingRule.objects.exists()


def test_closing_a_department_down_says_which_chats_lose_their_way(admin, cards, transfers, desk_of):
    Routing.of(cards.pk).edit(by=admin, overflow_to=transfers)
    RoutingRule.make(name="Loans", words=["loan"], department=transfers, by=admin)
    page = desk_of(admin).get(f"/desk/settings/departments/{transfers.pk}/activation/").text
    assert "2 rules send chats here" in page


def test_the_admin_saves_by_the_same_verbs(admin, cards, alice, desk_of):
    desk = desk_of(admin)
    Routing.of(cards.pk).edit(by=admin, capacity=3)
    answer = desk.post(f"/admin/tickets/routing/{cards.pk}/change/", {**AS_IT_IS, "capacity": 7})
    assert answer.status_code == 302 and Routing.objects.get().capacity == 7
    assert Event.objects.filter(name="routing.edited").count() == 2
    assert (
        desk.post("/admin/tickets/seat/add/", {"user": alice.pk, "capacity": 2, "languages": "ru"}).status_code == 302
    )
    assert Seat.objects.get().languages == ["ru"]
