"""What an operator sees of the many: which list, narrowed how, in which order."""

import re
from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.http import QueryDict
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from accounts.models import User
from tickets.filters import Filters
from tickets.listing import Listing, list_query
from tickets.models import Mention, Tag, Ticket, View
from tickets.orders import ORDERS, WAKING
from tickets.queues import Queues

pytestmark = pytest.mark.django_db


def numbers_in(response) -> list[int]:
    return [int(found) for found in re.findall(r'id="row-(\d+)"', response.content.decode())]


def shown(client, query: str) -> set[int]:
    response = client.get(f"/desk/?{query}")
    assert response.status_code == 200
    return set(numbers_in(response))


def set_row(ticket, **values):
    Ticket.objects.filter(pk=ticket.pk).update(**values)


@pytest.fixture
def many(queue_of, cards, alice):
    """Thirty tickets that differ in whatever a list can be sorted or narrowed by."""
    tickets = queue_of(30)
    for number, ticket in enumerate(tickets):
        waits = timezone.now() - timedelta(minutes=number % 7)
        set_row(
            ticket,
            priority=1 + number % 4,
            waiting_since=waits if number % 3 else None,
            answer_due_at=waits + timedelta(minutes=15) if number % 3 else None,
            last_message_at=timezone.now() - timedelta(minutes=number % 5),
            unread_count=number % 2,
            assignee=alice if number % 10 == 0 else None,
        )
    return tickets


@pytest.mark.parametrize("order", [*ORDERS, "waking"])
@pytest.mark.parametrize("wanted", [1, 4, 7, 30])
def test_pages_in_every_order_follow_each_other_without_a_hole_or_a_repeat(many, order, wanted):
    if order == "waking":
        for number, ticket in enumerate(many[:10]):
            set_row(ticket, snoozed_until=timezone.now() + timedelta(hours=number % 3))
    order = ORDERS.get(order, WAKING)
    whole, _more = order.page(Ticket.objects.all(), after=None, wanted=100)
    seen, place = [], None
    while True:
        rows, place = order.page(Ticket.objects.all(), after=place, wanted=wanted)
        seen += rows
        if place is None:
            break
        place = order.place(str(place))
    assert [row.pk for row in seen] == [row.pk for row in whole]
    assert len(seen) == len(many)


def test_each_order_puts_first_what_it_says(many, alices_desk):
    def rows(order):
        found = numbers_in(alices_desk.get(f"/desk/?view=all&order={order}"))
        return [Ticket.objects.get(pk=pk) for pk in found]

    waits = [row.waiting_since for row in rows("oldest")]
    assert waits[:20] == sorted(filter(None, waits))
    assert waits[20:] == [None] * 10
    due = [row.answer_due_at for row in rows("due")]
    assert due[:20] == sorted(filter(None, due))
    priorities = [row.priority for row in rows("priority")]
    assert priorities == sorted(priorities, reverse=True)


def test_filters_narrow_and_go_together(alices_desk, many, cards, transfers, alice, eve):
    tag = Tag.objects.create(name="refund")
    set_row(many[1], status="pending", channel="telegram")
    many[2].tags.add(tag)
    set_row(many[3], department=None)
    eve.language = "ru"
    eve.save()
    set_row(many[5], customer=eve)
    everything = {ticket.pk for ticket in many}
    assert shown(alices_desk, "view=all") == everything
    assert shown(alices_desk, "view=all&status=pending") == {many[1].pk}
    assert shown(alices_desk, "view=all&status=pending&status=new") == everything
    assert shown(alices_desk, "view=all&channel=telegram") == {many[1].pk}
    assert shown(alices_desk, f"view=all&tag={tag.pk}") == {many[2].pk}
    assert shown(alices_desk, f"view=all&tag={tag.pk}&priority=4") == set()
    assert shown(alices_desk, "view=all&department=none") == {many[3].pk}
    assert shown(alices_desk, f"view=all&department={cards.pk}") == everything - {many[3].pk}
    assert shown(alices_desk, "view=all&language=ru") == {many[5].pk}
    assert shown(alices_desk, "view=all&unread=1&priority=2") == {t.pk for n, t in enumerate(many) if n % 4 == 1}
    assert shown(alices_desk, "view=all&assignee=me") == {many[0].pk, many[10].pk, many[20].pk}
    assert shown(alices_desk, f"view=all&assignee={alice.pk}") == shown(alices_desk, "view=all&assignee=me")
    assert not shown(alices_desk, "view=all&assignee=none") & shown(alices_desk, "view=all&assignee=me")


@pytest.mark.parametrize(
    "nonsense",
    [
        "status=nothing", "priority=9", "tag=abc", "tag=0", "tag=99999999999999999999", "assignee=%00", "unread=yes",
        "language=..%2F", "department=-1", "order=sideways", "saved=1%27--", "tag=1%3B drop", "status=%F0%9F%92%A5",
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_passed_over(alices_desk, double_charge, nonsense):
    assert shown(alices_desk, f"view=all&{nonsense}") == {double_charge.pk}


def test_a_filter_shows_nobody_what_he_may_not_see(carols_desk, double_charge, alice, cards):
    double_charge.take(by=alice)
    for query in (f"department={cards.pk}", f"assignee={alice.pk}", "status=open"):
        assert shown(carols_desk, f"view=all&{query}") == set()


def test_the_address_of_a_list_is_its_own_and_says_all_of_it(alice):
    asked = "saved=3&view=all&status=new&status=open&tag=7&assignee=me&order=due&evil=%3Cscript%3E"
    given = MultiValueDict(
        {"view": ["all"], "status": ["new", "open"], "tag": ["7"], "assignee": ["me"], "order": ["due"]}
    )
    listing = Listing(Queues(alice), given)
    assert listing.query == "view=all&status=new&status=open&tag=7&assignee=me&order=due"
    assert Listing(Queues(alice), View(query=listing.asked).asked).query == listing.query
    assert list_query(QueryDict(asked)) == "saved=3&" + listing.query


def test_a_chip_takes_itself_away_and_nothing_else(alices_desk, double_charge):
    tag = Tag.objects.create(name="re<b>fund")
    page = alices_desk.get(f"/desk/?view=all&status=new&status=open&tag={tag.pk}&order=due").content.decode()
    assert "#re&lt;b&gt;fund" in page
    assert 'href="/desk/?view=all&amp;status=new&amp;status=open&amp;order=due" title="#re' in page
    assert f'href="/desk/?view=all&amp;status=open&amp;tag={tag.pk}&amp;order=due" title="New"' in page


def test_filters_without_one_keep_the_others():
    filters = Filters.read(MultiValueDict({"status": ["new", "open"], "unread": ["1"]}))
    assert filters.without("status", "new").items() == [("status", ("open",)), ("unread", ("1",))]
    assert not Filters()


def test_what_sleeps_leaves_the_lists_of_work_and_stands_under_snoozed(
    alices_desk, alice, bob, cards, desk_of, double_charge
):
    double_charge.snooze(timezone.now() + timedelta(days=1), by=alice)
    for view in ("mine", f"department-{cards.pk}", "unassigned"):
        assert shown(alices_desk, f"view={view}") == set()
    for view in ("snoozed", "all", "risk"):
        assert shown(alices_desk, f"view={view}") == ({double_charge.pk} if view != "risk" else set())
    assert shown(desk_of(bob), "view=snoozed") == set()
    assert shown(desk_of(bob), "view=all") == {double_charge.pk}


def test_what_is_about_to_break_its_promise_stands_under_at_risk(alices_desk, carols_desk, double_charge):
    assert shown(alices_desk, "view=risk") == set()
    set_row(double_charge, answer_risk_at=Now())
    assert shown(alices_desk, "view=risk") == {double_charge.pk}
    assert shown(carols_desk, "view=risk") == set()


def test_mentions_hold_what_calls_me_until_i_have_seen_it(alices_desk, alice, bob, desk_of, double_charge, new_id):
    message, _new = double_charge.note(text="@Alice", client_id=new_id(), by=bob)
    Mention.objects.get_or_create(message=message, ticket=double_charge, user=alice)
    page = alices_desk.get("/desk/?view=mentions").content.decode()
    assert "Calls you" in page
    assert '<span class="count count--fresh">1</span>' in page
    assert shown(desk_of(bob), "view=mentions") == set()
    assert alices_desk.post(f"/desk/tickets/{double_charge.pk}/mentions/").status_code == 204
    page = alices_desk.get("/desk/?view=mentions").content.decode()
    assert shown(alices_desk, "view=mentions") == {double_charge.pk}
    assert "Calls you" not in page
    assert 'count--fresh">1</span></a>' not in page


def test_the_numbers_agree_with_the_lists(alice, sam, admin, bob, many, double_charge, new_id, transfers, dave):
    set_row(many[4], answer_risk_at=Now(), answer_due_at=Now())
    set_row(many[7], snoozed_until=timezone.now() + timedelta(days=1), snoozed_by=alice)
    set_row(many[10], snoozed_until=timezone.now() + timedelta(days=1), snoozed_by=bob)
    strange, _ = Ticket.open(customer=dave, channel="email", text="Elsewhere", by=dave, department=transfers)
    set_row(strange, answer_risk_at=Now(), assignee=alice)
    for agent in (alice, sam, admin):
        queues = Queues(User.objects.get(pk=agent.pk))
        queues.count()
        for queue in queues:
            if queue.key not in ("all", "over", "mentions"):
                assert queue.number == queue.tickets.count(), (agent, queue.key)
    queues = Queues(User.objects.get(pk=alice.pk))
    queues.count()
    department = next(queue for queue in queues if queue.department_id)
    assert department.late >= 1
    assert queues.named("snoozed").number == 2
    assert queues.named("risk").number == 2


def test_the_filter_form_offers_what_there_is(alices_desk, double_charge, eve):
    Tag.objects.create(name="refund")
    eve.language = "uk"
    eve.save()
    page = alices_desk.get("/desk/filters/?view=all&priority=4&language=uk").content.decode()
    assert "refund" in page
    assert re.search(r'name="priority" value="4"[^>]* checked', page)
    assert re.search(r'value="uk" selected>\s*Ukrainian', page)
    assert 'value="solved"' not in page
    assert 'value="solved"' in alices_desk.get("/desk/filters/?view=over").content.decode()


def test_the_way_back_from_a_ticket_leads_to_the_list_as_it_was(alices_desk, double_charge):
    query = "view=all&status=new&order=due"
    page = alices_desk.get(f"/desk/?{query}").content.decode()
    assert f"/desk/tickets/{double_charge.pk}/?view=all&amp;status=new&amp;order=due" in page
    ticket = alices_desk.get(f"/desk/tickets/{double_charge.pk}/?{query}").content.decode()
    assert '/desk/?view=all&amp;status=new&amp;order=due"' in ticket
    assert '<queue-list src="/desk/queue/?view=all&amp;status=new&amp;order=due" waiting' in ticket
