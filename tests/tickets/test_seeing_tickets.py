"""Who sees which ticket: one phrase that every door uses."""

import pytest
from django.forms.models import model_to_dict

from accounts.models import Membership
from tickets.models import Ticket
from tickets.reading import seen_among, ticket_seen


@pytest.fixture
def everything(double_charge, dave, transfers):
    stray, _ = Ticket.open(customer=dave, channel="email", text="Where do I belong?", by=dave)
    wire, _ = Ticket.open(customer=dave, channel="email", text="My transfer", by=dave, department=transfers)
    return {"cards": double_charge, "transfers": wire, "nowhere": stray}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("alice", {"cards", "nowhere"}),
        ("bob", {"cards", "nowhere"}),
        ("carol", {"transfers", "nowhere"}),
        ("sam", {"cards", "transfers", "nowhere"}),
        ("admin", {"cards", "transfers", "nowhere"}),
    ],
)
def test_sight_follows_the_departments(everything, request, who, sees):
    agent = request.getfixturevalue(who)

    visible = set(Ticket.objects.visible_to(agent))

    assert visible == {everything[name] for name in sees}
    # The statements of a page and of the sockets say the same.
    assert {ticket for ticket in everything.values() if ticket_seen(by=agent, number=ticket.pk)} == visible
    numbers = {ticket.pk for ticket in everything.values()}
    assert seen_among({agent: numbers}) == {(agent.pk, ticket.pk) for ticket in visible}


def test_what_is_assigned_stays_in_sight(everything, alice, admin):
    everything["transfers"].take(by=admin)
    Ticket.objects.filter(pk=everything["transfers"].pk).update(assignee=alice)

    assert everything["transfers"] in Ticket.objects.visible_to(alice)
    assert ticket_seen(by=alice, number=everything["transfers"].pk) == everything["transfers"]
    assert seen_among({alice: {everything["transfers"].pk}}) == {(alice.pk, everything["transfers"].pk)}


def test_a_deactivated_agent_sees_nothing(everything, alice):
    alice.is_active = False

    assert not Ticket.objects.visible_to(alice).exists()
    assert ticket_seen(by=alice, number=everything["cards"].pk) is None
    assert seen_among({alice: {everything["cards"].pk}}) == set()


def test_leaving_a_department_takes_its_tickets_along(everything, alice, cards):
    Membership.objects.filter(user=alice, department=cards).delete()
    fresh = type(alice).objects.get(pk=alice.pk)

    assert everything["cards"] not in Ticket.objects.visible_to(fresh)
    assert ticket_seen(by=fresh, number=everything["cards"].pk) is None
    assert seen_among({fresh: {everything["cards"].pk}}) == set()


def test_many_are_asked_for_at_once(everything, alice, carol, sam):
    numbers = {name: ticket.pk for name, ticket in everything.items()}
    watched = {
        alice: {numbers["cards"], numbers["transfers"]},
        carol: {numbers["transfers"]},
        sam: set(numbers.values()),
    }
    theirs = {(alice.pk, numbers["cards"]), (carol.pk, numbers["transfers"])}
    assert seen_among(watched) == theirs | {(sam.pk, number) for number in numbers.values()}
    assert seen_among({}) == seen_among({alice: set()}) == set()


def test_what_the_statement_brings_is_what_the_orm_brings(double_charge, alice):
    double_charge.take(by=alice)

    seen = ticket_seen(by=alice, number=double_charge.pk)

    same = Ticket.objects.select_related("customer", "assignee").get(pk=double_charge.pk)
    for ours, theirs in [(seen, same), (seen.customer, same.customer), (seen.assignee, same.assignee)]:
        assert model_to_dict(ours) == model_to_dict(theirs)
        assert not ours.get_deferred_fields()


def test_a_number_too_large_for_any_ticket_is_nobodys(alice):
    assert ticket_seen(by=alice, number=10**30) is None
