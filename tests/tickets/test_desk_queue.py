import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tickets.orders import LATEST, Place
from tickets.queues import Queues

pytestmark = pytest.mark.django_db


def numbers_in(response) -> list[int]:
    return [int(found) for found in re.findall(r'id="row-(\d+)"', response.content.decode())]


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


@pytest.mark.requirement("R61")
def test_the_queue_shows_what_waits_for_the_operators_department(alices_desk, double_charge):
    page = alices_desk.get("/desk/")
    assert numbers_in(page) == [double_charge.pk]
    assert "I was charged twice." in page.content.decode()


def test_another_departments_ticket_is_not_in_the_list(carols_desk, double_charge):
    assert numbers_in(carols_desk.get("/desk/")) == []


def test_a_stranger_is_led_to_the_sign_in(client, double_charge):
    response = client.get("/desk/")
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_the_queue_only_answers_get(alices_desk, verb):
    assert getattr(alices_desk, verb)("/desk/").status_code == 405
    assert getattr(alices_desk, verb)("/desk/queue/").status_code == 405


def test_a_taken_ticket_stands_under_mine_and_no_longer_under_unassigned(alices_desk, alice, double_charge):
    assert numbers_in(alices_desk.get("/desk/?view=unassigned")) == [double_charge.pk]
    double_charge.take(by=alice)
    assert numbers_in(alices_desk.get("/desk/?view=mine")) == [double_charge.pk]
    assert numbers_in(alices_desk.get("/desk/?view=unassigned")) == []


def test_a_closed_ticket_stands_only_under_what_is_over(alices_desk, alice, double_charge):
    double_charge.close(by=alice)
    assert numbers_in(alices_desk.get("/desk/")) == []
    assert numbers_in(alices_desk.get("/desk/?view=over")) == [double_charge.pk]


def test_a_department_that_is_not_mine_is_no_view_of_mine(carols_desk, cards, double_charge):
    assert numbers_in(carols_desk.get(f"/desk/?view=department-{cards.pk}")) == []


def test_pages_follow_each_other_without_a_hole_or_a_repeat(alices_desk, queue_of):
    everything = sorted((ticket.pk for ticket in queue_of(120)), reverse=True)
    seen, page = [], alices_desk.get("/desk/queue/?view=all")
    while True:
        seen += numbers_in(page)
        more = re.search(r"after=([\d-]+)", page.content.decode())
        if not more:
            break
        page = alices_desk.get(f"/desk/queue/?view=all&after={more[1]}")
    assert seen == everything


def test_a_refresh_takes_no_row_from_the_screen(alices_desk, queue_of):
    queue_of(70)
    assert len(numbers_in(alices_desk.get("/desk/queue/?rows=70"))) == 70
    assert len(numbers_in(alices_desk.get("/desk/queue/?rows=99999999"))) == 50


@pytest.mark.parametrize("place", ["", "x", "1", "1-", "-1", "9" * 40 + "-1", "1-" + "9" * 40, "²-1", "1;drop"])
def test_what_is_no_place_in_the_list_gives_its_first_page(alices_desk, double_charge, place):
    page = alices_desk.get("/desk/queue/", {"after": place, "rows": place})
    assert page.status_code == 200
    assert numbers_in(page) == [double_charge.pk]


def test_a_place_survives_its_address(double_charge):
    double_charge.refresh_from_db()
    place = Place(0, (double_charge.last_message_at, double_charge.pk))
    assert LATEST.place(str(place)) == place


def test_the_numbers_beside_the_queues_stop_at_a_hundred(alices_desk, queue_of):
    queue_of(99)
    assert '<span class="count">99</span>' in alices_desk.get("/desk/").content.decode()
    queue_of(1)
    assert '<span class="count">99+</span>' in alices_desk.get("/desk/").content.decode()


def test_each_number_is_the_length_of_its_list(alice, sam, admin, dave, cards, transfers, queue_of):
    for ticket in queue_of(4):
        ticket.take(by=alice)
    queue_of(3)
    queue_of(2, department=transfers)
    queue_of(1, department=None)
    queue_of(1)[0].close(by=alice)
    for agent in (alice, sam, admin):
        queues = Queues(agent)
        queues.count()
        counted = [queue for queue in queues if queue.key not in ("all", "over")]
        assert len(counted) >= 3
        assert [queue.number for queue in counted] == [queue.tickets.count() for queue in counted]


def test_the_queue_costs_the_same_with_one_row_and_with_fifty(alices_desk, queue_of):
    queue_of(1)
    alices_desk.get("/desk/")
    one = queries_of(lambda: alices_desk.get("/desk/"))
    queue_of(59)
    assert queries_of(lambda: alices_desk.get("/desk/")) == one
    assert one <= 7


def test_an_empty_queue_says_what_will_be_here(alices_desk):
    page = alices_desk.get("/desk/?view=mine").content.decode()
    assert "Nothing is assigned to you" in page
    assert "Take a ticket from a queue" in page
