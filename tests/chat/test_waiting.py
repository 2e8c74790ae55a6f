"""R12-R14, R27: what a waiting customer is told of his place and his time, how he reaches a person, and whom."""

import uuid
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from accounts.models import OpeningHours
from chat.directory import directory
from chat.places import moved
from core.models import Event, Job
from core.sweeps.claiming import run_due
from customers.models import Customer
from tests.chat.conftest import Browser
from tickets.models import Message, Routing, RoutingRule, RuleMatch, Session, Ticket

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(heron):
    """`waiting(3)`: as many browsers that have written, in that order."""

    def fill(count):
        browsers = [Browser(heron) for _ in range(count)]
        for browser in browsers:
            browser.arrive()
            browser.write()
        return browsers

    return fill


@pytest.fixture
def told(monkeypatch):
    """The frames that the customers' sockets get."""
    frames = []
    monkeypatch.setattr("chat.places.push_many", lambda sent: frames.extend(sent))
    return frames


def standing(browser) -> dict:
    return browser.read().json()["conversation"]


def place(browser):
    return standing(browser)["place"]


def ask(browser):
    return browser.ask("POST", f"conversations/{browser.conversation}/person", {})


def join(count, department, *, after):
    """So many customers were joined just now, each after such a wait."""
    for number in range(count):
        customer = Customer.objects.create(name=str(number))
        ticket, _ = Ticket.open(customer=customer, channel="widget", text="x", by=customer, department=department)
        now = timezone.now()
        Session.objects.filter(ticket=ticket).update(
            state="joined", opened_at=now - after, joined_at=now, queue=None, route_due_at=None
        )


@pytest.mark.requirement("R12")
def test_everybody_in_the_line_knows_his_place(waiting, alice):
    first, second, third = waiting(3)
    assert [place(one) for one in (first, second, third)] == [1, 2, 3]
    first.ticket.take(by=alice)
    assert [place(one) for one in (first, second, third)] == [None, 1, 2]


def test_other_departments_lines_are_others(waiting, transfers, sam):
    first, second = waiting(2)
    first.ticket.transfer(transfers, by=sam)
    assert place(first) == place(second) == 1


def test_who_is_given_to_somebody_by_hand_leaves_the_line(waiting, alice, bob):
    first, second = waiting(2)
    first.ticket.assign(alice, by=bob)
    assert (place(first), place(second)) == (None, 1)
    first.ticket.release(by=bob)
    assert (place(first), place(second)) == (1, 2)


def test_far_back_no_place_is_told(waiting, monkeypatch):
    monkeypatch.setattr("chat.standing.LAST_PLACE", 2)
    assert [place(one) for one in waiting(4)] == [1, 2, None, None]


def test_whose_place_moves_hears_of_it_once(waiting, alice, told, django_capture_on_commit_callbacks):
    first, second, third = waiting(3)

    def tell():
        told.clear()
        Job.objects.update_or_create(name="chat.tell_places", defaults={"next_run_at": Now()})
        with django_capture_on_commit_callbacks(execute=True):
            run_due()
        return {frame["conversation"]["id"]: frame["conversation"]["place"] for _group, frame in told}

    assert tell() == {first.conversation: 1, second.conversation: 2, third.conversation: 3}
    assert tell() == {}
    first.ticket.take(by=alice)
    assert tell() == {second.conversation: 1, third.conversation: 2}


def test_only_the_head_of_a_line_is_told(waiting, told, monkeypatch):
    monkeypatch.setattr("chat.places.TOLD", 1)
    first, _second = waiting(2)
    assert moved() == [first.ticket.pk]


@pytest.mark.requirement("R12")
def test_a_slow_line_is_promised_as_slow_as_it_is(heron, cards, browser):
    assert browser.ask("GET", "standing").json()["promise"] == "We reply within about 15 minutes"
    join(4, cards, after=timedelta(minutes=38))
    assert browser.ask("GET", "standing").json()["promise"] == "We reply within about 15 minutes"
    join(1, cards, after=timedelta(minutes=38))
    assert browser.ask("GET", "standing").json()["promise"] == "We reply within about 40 minutes"
    browser.write()
    assert browser.ask("GET", "standing").json()["promise"] == "We reply within about 40 minutes"


def test_a_quick_line_promises_no_less_than_the_department(cards, browser):
    join(5, cards, after=timedelta(minutes=1))
    assert browser.ask("GET", "standing").json()["promise"] == "We reply within about 15 minutes"


@pytest.mark.requirement("R13")
def test_a_queue_of_people_only_says_so(heron, cards, admin):
    Routing.of(cards.pk).edit(by=admin, people_only=True)
    directory.forget()
    site = Browser(heron).arrive().json()["site"]
    assert site["people_only"] is True
    assert site["bot"] == {"kind": "agent", "name": "Heron Bank", "photo": None}


@pytest.mark.requirement("R14")
def test_a_person_is_asked_for_once_and_comes_sooner(waiting, alice):
    alice.presence.see()
    first, second = waiting(2)
    assert standing(second)["person"] is False
    answer = ask(second)
    assert answer.status_code == 200 and answer.json()["person"] is True and answer.json()["place"] == 1
    assert place(first) == 2
    before = Ticket.objects.get(pk=second.ticket.pk).public_version
    assert ask(second).json()["version"] == before
    assert Event.objects.filter(name="ticket.person_asked").count() == 1
    assert Message.objects.get(ticket=second.ticket, happening="person_asked").visibility == "internal"
    assert not Message.objects.filter(ticket=second.ticket, author_kind="bot").exists()


@pytest.mark.requirement("R13")
def test_where_only_people_answer_nobody_jumps_the_line(waiting, cards, admin):
    Routing.of(cards.pk).edit(by=admin, people_only=True)
    _first, second = waiting(2)
    assert ask(second).status_code == 200
    assert place(second) == 2 and not Event.objects.filter(name="ticket.person_asked").exists()


@pytest.mark.requirement("R14")
def test_where_nobody_is_there_the_promise_is_the_answer(browser):
    browser.write()
    ask(browser)
    said = Message.objects.get(ticket=browser.ticket, author_kind="bot")
    assert (
        said.text == "Nobody can come at this moment. Your message is not forgotten. We reply within about 15 minutes."
    )
    assert said.visibility == "public" and said.details == {"automatic": True}
    ticket = browser.ticket
    assert ticket.waiting_since and ticket.answer_due_at and ticket.unread_count == 1


@pytest.mark.requirement("R14")
def test_outside_the_hours_it_is_told_when_somebody_comes(browser, cards, alice):
    alice.presence.see()
    tomorrow = (timezone.now() + timedelta(days=1)).weekday()
    OpeningHours.objects.create(department=cards, weekday=tomorrow, opens_at="09:00", closes_at="18:00")
    directory.forget()
    browser.write()
    ask(browser)
    said = Message.objects.get(ticket=browser.ticket, author_kind="bot")
    assert "We reply tomorrow by 9:15." in said.text


def test_to_a_customer_who_talks_with_somebody_already_nothing_happens(browser, alice):
    browser.write()
    browser.ticket.take(by=alice)
    before = browser.ticket.version
    assert ask(browser).json()["person"] is False
    assert browser.ticket.version == before


def test_the_other_tabs_hear_that_a_person_was_asked_for(browser, monkeypatch, after_commit):
    frames = []
    monkeypatch.setattr("chat.reactions.push_many", lambda sent: frames.extend(sent))
    browser.write()
    with after_commit():
        ask(browser)
    states = [frame["conversation"] for _group, frame in frames if frame["type"] == "state"]
    assert states[-1]["person"] is True and states[-1]["version"] == browser.ticket.public_version


@pytest.mark.requirement("L-06")
def test_a_state_counts_for_its_own_change_and_not_for_what_came_meanwhile(browser, alice, monkeypatch, after_commit):
    """Read after the next message was written and told before it: were it counted so, that one would never be shown."""
    frames = []
    monkeypatch.setattr("chat.reactions.push_many", lambda sent: frames.extend(sent))
    browser.write()
    ticket = browser.ticket
    ticket.take(by=alice)
    frames.clear()
    with after_commit():
        ticket.seen_by_agents(read=1, by=alice)
        seen = ticket.public_version
        ticket.reply(text="Hello", client_id=uuid.uuid4(), by=alice)
    told = {frame["type"]: frame for _group, frame in frames}
    assert told["state"]["version"] == seen
    assert told["state"]["conversation"]["version"] == told["message"]["version"] == seen + 1


def test_anothers_conversation_and_unknown_fields_are_refused(browser, another):
    browser.write()
    assert another.ask("POST", f"conversations/{browser.conversation}/person", {}).status_code == 404
    assert browser.ask("GET", f"conversations/{browser.conversation}/person").status_code == 405
    answer = browser.ask("POST", f"conversations/{browser.conversation}/person", {"now": True})
    assert answer.status_code == 400


@pytest.mark.requirement("R27")
@pytest.mark.parametrize("text", ["About my mortgages, please", "Вопрос об ипотеке", "the LOAN-payments of May"])
def test_a_word_in_any_of_its_forms_sends_a_chat_to_its_department(browser, transfers, admin, text):
    RoutingRule.make(name="Loans", words=["mortgage", "ипотека", "loan payment"], department=transfers, by=admin)
    browser.write(text)
    ticket = browser.ticket
    assert ticket.department == transfers and Session.objects.get(ticket=ticket).queue == transfers
    line = Message.objects.get(ticket=ticket, happening="routed")
    assert line.visibility == "internal" and line.details["reason"] == "Loans"
    assert RuleMatch.objects.get(ticket=ticket).otherwise.name == "Cards"
    assert [each["happening"] for each in browser.read(after=0).json()["messages"]] == [None]


@pytest.mark.requirement("R27")
def test_the_first_rule_wins_and_what_no_rule_knows_goes_as_ever(browser, another, cards, transfers, admin):
    RoutingRule.make(name="Second", words=["card"], department=cards, position=2, by=admin)
    RoutingRule.make(name="First", words=["lost card"], department=transfers, position=1, by=admin)
    off = RoutingRule.make(name="Off", words=["lost"], department=cards, position=0, by=admin)
    off.deactivate(by=admin)
    browser.write("My lost card")
    another.write("Hello")
    assert RuleMatch.objects.get().rule.name == "First"
    assert another.ticket.department == cards


def test_a_department_that_is_closed_down_gets_nothing_by_rules(browser, transfers, admin):
    RoutingRule.make(name="Loans", words=["loan"], department=transfers, by=admin)
    transfers.deactivate(by=admin)
    browser.write("A loan")
    assert browser.ticket.department.name == "Cards"


@pytest.mark.requirement("R27")
def test_a_wrong_rule_is_put_right_by_one_press_and_counted(browser, transfers, admin, sam, desk_of):
    RoutingRule.make(name="Loans", words=["loan"], department=transfers, by=admin)
    browser.write("A loan")
    ticket = browser.ticket
    desk = desk_of(sam)
    panel = desk.get(f"/desk/tickets/{ticket.pk}/customer/panel/").text
    assert "Loans: “loan”" in panel and "Wrong: to Cards" in panel
    department = RuleMatch.objects.get().otherwise_id
    assert desk.post(f"/desk/tickets/{ticket.pk}/transfer/", {"department": department}).status_code == 200
    match = RuleMatch.objects.get()
    assert match.corrected_by == sam and match.corrected_at
    assert "Wrong: to Cards" not in desk.get(f"/desk/tickets/{ticket.pk}/customer/panel/").text
    assert "1 ticket, 1 corrected" in desk_of(admin).get("/desk/settings/rules/").text
