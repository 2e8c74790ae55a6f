"""The supervisor's live board: true numbers, each the length of the list behind it (R124, R126)."""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Department, Presence
from analytics.board import board_of
from analytics.day import day_of
from analytics.figures import FIGURES
from analytics.scope import scope_of
from tests.conftest import person
from tickets.models import Feedback, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R126")]


def reply(ticket, by):
    ticket.reply(text="Good morning", client_id=uuid.uuid4(), by=by)


def seen(board):
    """By department what waits, talks, is new and solved."""
    return {
        line.department and line.department.slug: (line.waiting, line.talking, line.opened, line.solved)
        for line in board.lines
    }


@pytest.fixture
def busy_day(chat_of, cards, transfers, alice, carol):
    """Cards: one waits, two talk, one is solved. Transfers: two wait, of whom one is late."""
    chat_of(cards)
    for _count in range(2):
        chat_of(cards).take(by=alice)
    done = chat_of(cards)
    reply(done, alice)
    done.resolve(by=alice)
    chat_of(transfers)
    late = chat_of(transfers)
    past = timezone.now() - timedelta(minutes=20)
    Ticket.objects.filter(pk=late.pk).update(
        waiting_since=past, answer_risk_at=past + timedelta(minutes=5), answer_due_at=past + timedelta(minutes=9)
    )
    return late


def test_each_department_has_its_own_numbers(busy_day, sam):
    board = board_of(scope_of(sam), timezone.now())
    assert seen(board) == {"cards": (1, 2, 4, 1), "transfers": (2, 0, 2, 0)}
    assert (board.total.waiting, board.total.late, board.total.risk) == (3, 1, 0)
    assert board.total.since == Ticket.objects.get(pk=busy_day.pk).waiting_since
    assert board.waiting[0].pk == busy_day.pk


def test_a_number_is_the_length_of_the_list_behind_it(busy_day, sam, sams_desk):
    board = board_of(scope_of(sam), timezone.now())
    wrong = []
    for line in [*board.lines, board.total]:
        for name in FIGURES:
            page = sams_desk.get("/desk/queue/", {"view": f"board-{name}-{line.place}"}).text
            number = line.first.count if name == "answered" and line.first else getattr(line, name, 0)
            if len(re.findall(r'id="row-', page)) != number:
                wrong.append((line.place, name, number))
    assert wrong == []
    assert sum(line.waiting + line.solved for line in board.lines) == 4


def test_the_list_behind_a_number_says_what_it_is(busy_day, sams_desk, cards):
    assert "Waiting now · Cards" in sams_desk.get("/desk/", {"view": f"board-waiting-{cards.pk}"}).text


@pytest.mark.parametrize(
    "view", ["board-waiting-{transfers}", "board-waiting-0", "board-nonsense-all", "board-person-{carol}", "board-"]
)
def test_no_address_opens_a_list_of_others(busy_day, desk_of, cards, transfers, carol, view):
    nina = person("Nina", cards, role="supervisor")
    address = view.format(transfers=transfers.pk, carol=carol.pk)
    page = desk_of(nina).get("/desk/", {"view": address}).text
    assert "<h1>All open</h1>" in page or "All open" in page
    assert f"/desk/tickets/{busy_day.pk}/" not in page


def test_an_operator_has_no_such_lists(busy_day, alices_page):
    assert "Waiting now" not in alices_page("/desk/?view=board-waiting-all")


@pytest.fixture
def alices_page(desk_of, alice):
    return lambda address: desk_of(alice).get(address).text


def test_what_is_in_no_department_waits_in_a_line_of_its_own(chat_of, cards, sam):
    assert None not in seen(board_of(scope_of(sam), timezone.now()))
    chat_of(None)
    assert seen(board_of(scope_of(sam), timezone.now()))[None] == (1, 0, 1, 0)


def test_mail_is_no_chat(chat_of, cards, sam):
    chat_of(cards, channel="email")
    assert board_of(scope_of(sam), timezone.now()).total.waiting == 0


def test_first_answers_have_a_least_a_middle_and_a_most(chat_of, cards, alice, sam):
    for minutes in (1, 2, 9):
        ticket = chat_of(cards)
        Ticket.objects.filter(pk=ticket.pk).update(created_at=timezone.now() - timedelta(minutes=minutes))
        reply(ticket, alice)
        # The second answer is no first one.
        reply(ticket, alice)
    [line] = [line for line in board_of(scope_of(sam), timezone.now()).lines if line.department == cards]
    assert line.first.count == 3
    assert [round(span.total_seconds() / 60) for span in (line.first.least, line.first.median, line.first.most)] == [
        1,
        2,
        9,
    ]


def test_what_is_said_by_itself_is_no_answer(chat_of, cards, alice, sam):
    ticket = chat_of(cards)
    reply(ticket, alice)
    ticket.messages.filter(author=alice, happening="").update(details={"automatic": "greeting"})
    assert board_of(scope_of(sam), timezone.now()).total.first is None


@pytest.mark.requirement("R124")
def test_who_is_there_with_how_many_chats(busy_day, alice, bob, carol, sam):
    alice.presence.see()
    bob.presence.see()
    bob.presence.go("away", by=bob)
    people = board_of(scope_of(sam), timezone.now()).people
    shown = {one.user.name: (one.presence, one.chats) for one in people}
    assert shown == {"Alice": ("online", 2), "Bob": ("away", 0), "Carol": ("offline", 0), "Sam": ("offline", 0)}
    assert [one.user.name for one in people[:2]] == ["Alice", "Bob"]
    assert people[0].since and people[0].wrote.count == 1


def test_looking_writes_nothing(sams_desk, alice):
    sams_desk.get("/analytics/")
    assert not Presence.objects.exists()


def test_the_queries_are_as_many_for_twenty_departments_as_for_two(busy_day, sam, sams_desk, chat_of):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert sams_desk.get("/analytics/now/").status_code == 200
        return len(captured)

    few = queries()
    for number in range(18):
        department = Department.objects.create(name=f"D{number}", slug=f"d{number}")
        colleague = person(f"P{number}", department)
        sam.memberships.create(department=department)
        chat_of(department).take(by=colleague)
        chat_of(department)
    assert queries() == few <= 16


def test_the_page_is_whole_and_its_part_is_the_board_alone(busy_day, sams_desk):
    page = sams_desk.get("/analytics/").text
    assert "Live board" in page and "<live-board" in page
    part = sams_desk.get("/analytics/now/").text
    assert 'id="board"' in part and "<html" not in part
    assert "Sign out" in page
    wall = sams_desk.get("/analytics/?wall=1").text
    assert "Sign out" not in wall and "page--wall" in wall


def test_empty_states_say_so(sams_desk, desk_of, db):
    page = sams_desk.get("/analytics/").text
    assert "Nobody waits" in page
    assert "Nobody is here" in page
    lonely = person("Lone", role="supervisor")
    assert "There is no department here yet" in desk_of(lonely).get("/analytics/").text


def test_it_is_found_by_who_supervises_alone(sams_desk, desk_of, alice, admin, client):
    link = 'href="/analytics/"'
    assert link in sams_desk.get("/desk/").text
    assert link not in desk_of(alice).get("/desk/").text
    for address in ("/analytics/", "/analytics/now/"):
        assert desk_of(alice).get(address).status_code == 404
        assert desk_of(admin).get(address).status_code == 200
        assert client.get(address).status_code == 302
        assert sams_desk.post(address).status_code == 405


def test_another_departments_day_changes_nothing_here(desk_of, cards, transfers, chat_of, carol):
    nina = desk_of(person("Nina", cards, role="supervisor"))

    def page():
        return re.sub(r'(nonce|value|content|datetime)="[^"]*"', "", nina.get("/analytics/").text)

    before = page()
    for _count in range(3):
        ticket = chat_of(transfers, name="Zanzibar")
        ticket.take(by=carol)
        reply(ticket, carol)
    chat_of(transfers)
    assert page() == before
    chat_of(cards)
    assert page() != before


@pytest.mark.requirement("R124")
def test_stars_are_summed_where_and_by_whom_they_were_earned(chat_of, cards, alice, sam):
    for stars in (5, 2):
        ticket = chat_of(cards)
        ticket.take(by=alice)
        session = ticket.sessions.get()
        Feedback.objects.create(session=session, operator=alice, department=cards, stars=stars, rated_at=timezone.now())
    board = board_of(scope_of(sam), timezone.now())
    assert (board.total.rating.count, board.total.rating.mean, board.total.rating.low) == (2, 3.5, 1)
    assert day_of(alice, scope_of(sam), timezone.now()).rating.count == 2
