import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from customers.models import Identity, Organisation
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def queries_of(act) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def seqs_in(response) -> list[int]:
    return [int(found) for found in re.findall(r'data-seq="(\d+)"', response.content.decode())]


def address(ticket, part="") -> str:
    return f"/desk/tickets/{ticket.pk}/{part}"


PARTS = ["", "changes/", "messages/", "assignment/", "transfer/", "customer/", "customer/panel/"]


@pytest.mark.parametrize("part", PARTS)
def test_an_operator_of_the_department_reads_it(alices_desk, double_charge, part):
    assert alices_desk.get(address(double_charge, part)).status_code == 200


@pytest.mark.parametrize("part", PARTS)
def test_to_another_department_the_ticket_does_not_exist(carols_desk, double_charge, part):
    assert carols_desk.get(address(double_charge, part)).status_code == 404


@pytest.mark.parametrize("part", PARTS)
def test_a_stranger_is_led_to_the_sign_in(client, double_charge, part):
    assert client.get(address(double_charge, part)).status_code == 302


@pytest.mark.parametrize("number", ["0", "-1", "9" * 18, "9" * 19, "abc"])
def test_a_number_that_is_none_is_not_found(alices_desk, number):
    assert alices_desk.get(f"/desk/tickets/{number}/").status_code == 404


def test_a_click_in_the_list_gets_the_two_panes_and_the_title_alone(alices_desk, double_charge):
    panes = alices_desk.get(address(double_charge), headers={"HX-Request": "true"}).content.decode()
    assert "<title>" in panes
    assert 'id="ticket"' in panes
    assert 'id="customer"' in panes
    assert "<html" not in panes
    assert 'aria-label="Queues"' not in panes


def test_going_back_gets_the_whole_page(alices_desk, double_charge):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in alices_desk.get(address(double_charge), headers=headers).content.decode()


@pytest.mark.requirement("R68")
def test_the_conversation_comes_in_order_with_the_newest_fifty(alices_desk, double_charge, written):
    written(60)
    page = alices_desk.get(address(double_charge))
    assert seqs_in(page) == list(range(12, 62))
    older = alices_desk.get(address(double_charge, "messages/"), {"before": 12})
    assert seqs_in(older) == list(range(1, 12))
    assert "Earlier messages" not in older.content.decode()


def test_changes_are_what_came_after_the_version_a_page_has(alices_desk, alice, double_charge, written, new_id):
    version = Ticket.objects.get(pk=double_charge.pk).version
    written(2)
    double_charge.note(text="Between us", client_id=new_id(), by=alice)
    page = alices_desk.get(address(double_charge, "changes/"), {"after": version})
    assert seqs_in(page) == [2, 3, 4]
    now = Ticket.objects.get(pk=double_charge.pk).version
    assert f'<ticket-changes version="{now}">' in page.content.decode()
    assert seqs_in(alices_desk.get(address(double_charge, "changes/"), {"after": now})) == []


def test_many_changes_come_in_parts_that_join_without_a_hole(alices_desk, double_charge, written):
    written(230)
    seen, version, more = [], 0, True
    while more:
        page = alices_desk.get(address(double_charge, "changes/"), {"after": version})
        seen += seqs_in(page)
        found = re.search(r'<ticket-changes version="(\d+)"( more)?>', page.content.decode())
        version, more = found[1], found[2]
    assert seen == list(range(1, 232))


@pytest.mark.parametrize("given", ["", "x", "-3", "9" * 60, "²"])
def test_a_broken_version_gets_everything(alices_desk, double_charge, given):
    page = alices_desk.get(address(double_charge, "changes/"), {"after": given})
    assert page.status_code == 200
    assert seqs_in(page) == [1]


@pytest.mark.requirement("R8")
def test_the_panel_shows_who_writes_and_how_we_know(alices_desk, dave, double_charge):
    dave.organisation = Organisation.objects.create(name="Okafor Ceramics")
    dave.notes = "Writes at night"
    dave.save()
    Identity.objects.create(customer=dave, kind="phone", value="+380440000001")
    page = alices_desk.get(address(double_charge, "customer/panel/")).content.decode()
    for word in ("Dave Okafor", "Okafor Ceramics", "Writes at night", "+380 44 000 0001", "not verified"):
        assert word in page


@pytest.mark.requirement("R5")
def test_the_panel_shows_the_page_the_customer_is_on(alices_desk, dave, double_charge):
    double_charge.visit(url="https://heron.example/payments?token=1", title="Payments", by=dave)
    page = alices_desk.get(address(double_charge, "customer/panel/")).content.decode()
    assert "Payments" in page
    assert "heron.example/payments" in page
    assert "token=1" not in page
    assert "Payments" in alices_desk.get(address(double_charge, "changes/")).content.decode()


@pytest.mark.parametrize(("part", "most"), [("", 6), ("changes/", 7), ("messages/", 6), ("customer/panel/", 12)])
def test_the_ticket_costs_the_same_with_one_message_and_with_fifty(alices_desk, double_charge, written, part, most):
    alices_desk.get(address(double_charge, part))
    one = queries_of(lambda: alices_desk.get(address(double_charge, part)))
    written(55)
    assert queries_of(lambda: alices_desk.get(address(double_charge, part))) == one
    assert one <= most


@pytest.mark.requirement("R7")
def test_the_customers_earlier_tickets_stand_beside_the_talk(desk_of, sam, dave, transfers, double_charge):
    other, _ = Ticket.open(customer=dave, channel="email", text="A transfer", by=dave, department=transfers)
    earlier = desk_of(sam).get(address(double_charge, "customer/panel/")).content.decode()
    assert "A transfer" in earlier
    assert f'href="/desk/tickets/{other.pk}/"' in earlier


def test_earlier_tickets_are_only_those_the_reader_may_see(carols_desk, dave, transfers, double_charge):
    mine, _ = Ticket.open(customer=dave, channel="email", text="A transfer", by=dave, department=transfers)
    page = carols_desk.get(address(mine, "customer/panel/")).content.decode()
    assert f"#{double_charge.pk}" not in page
    assert "This is the first ticket" in page


def test_what_a_customer_wrote_is_text_and_never_markup(alices_desk, double_charge, dave, new_id):
    double_charge.receive(text='<img src=x onerror="alert(1)"> javascript:alert(1)', client_id=new_id(), by=dave)
    page = alices_desk.get(address(double_charge)).content.decode()
    assert "<img src=x" not in page
    assert 'href="javascript:' not in page
    assert "&lt;img src=x" in page


def test_no_page_carries_a_style_or_a_handler_in_its_tags(alices_desk, double_charge):
    for page in ("/desk/", address(double_charge)):
        html = alices_desk.get(page).content.decode()
        assert not re.search(r"<[^>]+\s(style|on\w+|hx-on[^=]*)=", html)
        for script in re.findall(r"<script[^>]*>", html):
            assert "nonce=" in script or "application/json" in script
