"""Two tickets become one, and are parted again: nothing moves, nothing is lost, and one of many wins."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Department
from core.models import Event
from customers.models import Customer
from tests.conftest import person
from tickets.merging import merge, part
from tickets.models import Merge, Session, Ticket
from tickets.models.merge import UNDO_WITHIN
from tickets.refusals import Refused

CLOCKS = (
    "status", "assignee_id", "waiting_since", "answer_due_at", "answer_risk_at", "snoozed_until", "unread_count",
    "solved_at", "closed_at", "priority", "subject", "merged_into_id",
)  # fmt: skip


@pytest.fixture
def another(dave, cards):
    """A second ticket of Dave's, in which he waits as well."""
    ticket, _ = Ticket.open(customer=dave, channel="email", text="Twice charged, again", by=dave, department=cards)
    return ticket


def state(ticket):
    return Ticket.objects.values(*CLOCKS).get(pk=ticket.pk)


def says(ticket, happening):
    return ticket.messages.filter(happening=happening)


@pytest.mark.django_db
def test_the_one_is_closed_and_leads_to_the_other(double_charge, another, alice):
    assert merge(another, into=double_charge, by=alice)
    another.refresh_from_db()
    assert (another.status, another.merged_into_id) == ("closed", double_charge.pk)
    assert says(another, "merged").get().details["ticket"] == double_charge.pk
    assert says(double_charge, "took_in").get().details["ticket"] == another.pk
    assert not Session.objects.filter(ticket=another).exclude(state="closed").exists()
    names = (
        Event.objects.filter(name__in=("ticket.merged", "ticket.took_in")).order_by("pk").values_list("name", "payload")
    )
    assert [(name, row.get("into_id") or row.get("merged_id")) for name, row in names] == [
        ("ticket.merged", double_charge.pk),
        ("ticket.took_in", another.pk),
    ]


@pytest.mark.django_db
def test_merging_again_does_nothing(double_charge, another, alice):
    merge(another, into=double_charge, by=alice)
    before = state(double_charge), Ticket.objects.get(pk=double_charge.pk).version
    assert not merge(another, into=double_charge, by=alice)
    assert (state(double_charge), Ticket.objects.get(pk=double_charge.pk).version) == before


@pytest.mark.django_db
def test_who_waited_there_waits_here_for_the_answer_he_was_promised(double_charge, another, alice):
    double_charge.reply(text="Done", client_id=uuid.uuid4(), by=alice)
    another.refresh_from_db()
    waited = another.waiting_since
    assert double_charge.waiting_since is None
    merge(another, into=double_charge, by=alice)
    double_charge.refresh_from_db()
    assert (double_charge.status, double_charge.waiting_since) == ("open", waited)


@pytest.mark.django_db
def test_both_are_exactly_as_they_were_when_it_is_undone(double_charge, another, alice, bob):
    double_charge.reply(text="Done", client_id=uuid.uuid4(), by=alice)
    another.take(by=bob)
    another.snooze(timezone.now() + timedelta(days=1), by=bob)
    before = state(double_charge), state(another)
    joined = Session.objects.get(ticket=another)
    merge(another, into=double_charge, by=alice)
    assert (state(double_charge), state(another)) != before
    assert part(another, by=alice)
    assert (state(double_charge), state(another)) == before
    session = Session.objects.get(ticket=another)
    assert (session.state, session.joined_at, session.operator) == ("joined", joined.joined_at, bob)
    assert not part(another, by=alice), "a second time does nothing"


@pytest.mark.django_db
def test_what_was_written_after_the_merging_stays(double_charge, another, alice, dave):
    merge(another, into=double_charge, by=alice)
    another.receive(text="And one thing more", client_id=uuid.uuid4(), by=dave)
    part(another, by=alice)
    assert double_charge.messages.filter(text="And one thing more").exists()
    assert not another.messages.filter(text="And one thing more").exists()
    assert Ticket.objects.get(pk=double_charge.pk).waiting_since is not None


@pytest.mark.django_db
def test_a_message_to_the_one_arrives_in_the_other_once(double_charge, another, alice, dave):
    merge(another, into=double_charge, by=alice)
    sent = uuid.uuid4()
    first, is_new = another.receive(text="Queued offline", client_id=sent, by=dave)
    again, is_new_again = another.receive(text="Queued offline", client_id=sent, by=dave)
    assert (first.ticket_id, is_new) == (double_charge.pk, True)
    assert (again.pk, is_new_again) == (first.pk, False)


@pytest.mark.django_db
def test_what_was_there_before_is_still_known_there(another, double_charge, alice, dave):
    sent = uuid.uuid4()
    stored, _ = another.receive(text="Before", client_id=sent, by=dave)
    merge(another, into=double_charge, by=alice)
    again, is_new = another.receive(text="Before", client_id=sent, by=dave)
    assert (again.pk, is_new) == (stored.pk, False)
    assert not double_charge.messages.filter(text="Before").exists()


@pytest.mark.django_db
def test_a_chain_leads_to_its_end(double_charge, another, alice, dave, cards):
    last, _ = Ticket.open(customer=dave, channel="phone", text="Third", by=alice, department=cards)
    merge(another, into=double_charge, by=alice)
    merge(double_charge, into=last, by=alice)
    message, _ = another.receive(text="Hello?", client_id=uuid.uuid4(), by=dave)
    assert message.ticket_id == last.pk


@pytest.mark.django_db
def test_counters_have_no_gap(double_charge, another, alice, dave):
    merge(another, into=double_charge, by=alice)
    another.receive(text="More", client_id=uuid.uuid4(), by=dave)
    part(another, by=alice)
    for ticket in Ticket.objects.all():
        rows = Event.objects.filter(stream=f"ticket:{ticket.pk}")
        for name in ("version", "public_version"):
            seen = {row.payload[name] for row in rows if row.payload.get(name)}
            assert seen == set(range(1, getattr(ticket, name) + 1)), (ticket.pk, name)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("prepare", "code"),
    [
        (lambda a, b, by: merge(b, into=a, by=by), "merged"),
        (lambda a, b, by: b.close(by=by), "closed"),
        (lambda a, b, by: a.close(by=by), "over"),
        (lambda a, b, by: a.resolve(by=by), "over"),
        (lambda a, b, by: merge(a, into=b, by=by), "over"),
    ],
)
def test_what_cannot_be_one_is_refused_with_a_sentence(double_charge, another, alice, dave, prepare, code, cards):
    third, _ = Ticket.open(customer=dave, channel="phone", text="Third", by=alice, department=cards)
    target = third if code == "merged" else double_charge
    prepare(double_charge, another, alice)
    before = state(another)
    with pytest.raises(Refused) as refused:
        merge(another, into=target, by=alice)
    assert refused.value.code == code and str(refused.value.sentence)
    assert state(another) == before


@pytest.mark.django_db
def test_it_is_not_merged_into_itself(double_charge, alice):
    with pytest.raises(Refused, match="itself"):
        merge(double_charge, into=Ticket.objects.get(pk=double_charge.pk), by=alice)


@pytest.mark.django_db
def test_two_customers_are_a_supervisors_matter_and_neither_reads_the_other(double_charge, alice, sam, eve, cards):
    hers, _ = Ticket.open(customer=eve, channel="widget", text="It is Dave’s too", by=eve, department=cards)
    with pytest.raises(Refused, match="two_customers"):
        merge(hers, into=double_charge, by=alice)
    merge(hers, into=double_charge, by=sam)
    message, _ = hers.receive(text="Hello?", client_id=uuid.uuid4(), by=eve)
    assert message.ticket.follow_up_of_id == hers.pk
    assert not double_charge.messages.filter(text="Hello?").exists()


@pytest.mark.django_db
def test_a_merged_ticket_is_not_reopened_by_itself(double_charge, another, alice):
    merge(another, into=double_charge, by=alice)
    with pytest.raises(Refused, match="merged"):
        another.reopen(by=alice)


@pytest.mark.django_db
def test_after_thirty_days_it_stays(double_charge, another, alice):
    merge(another, into=double_charge, by=alice)
    Merge.objects.update(merged_at=timezone.now() - UNDO_WITHIN - timedelta(minutes=1))
    with pytest.raises(Refused, match="too_late"):
        part(another, by=alice)
    assert Ticket.objects.get(pk=another.pk).merged_into_id == double_charge.pk


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_merge_it_at_once_one_wins(at_once):
    """F-29."""
    cards = Department.objects.create(name="Cards", slug="cards")
    dave, alice = Customer.objects.create(name="Dave"), person("Alice", cards)
    opened = [
        Ticket.open(customer=dave, channel="email", text=f"No {n}", by=dave, department=cards)[0] for n in range(9)
    ]
    source, *targets = (each.pk for each in opened)

    def one(number):
        into = Ticket.objects.get(pk=targets[number % len(targets)])
        return merge(Ticket.objects.get(pk=source), into=into, by=alice)

    results = at_once(50, one)
    won = Ticket.objects.get(pk=source).merged_into_id
    assert results.count(True) == 1
    assert {type(each) for each in results} <= {bool, Refused}
    assert Merge.objects.get(undone_at=None).into_id == won
    assert all(str(won) in str(each.sentence) for each in results if isinstance(each, Refused))


@pytest.mark.django_db(transaction=True)
def test_crosswise_at_once_one_is_left_and_nobody_waits_for_the_other(at_once):
    cards = Department.objects.create(name="Cards", slug="cards")
    dave, alice = Customer.objects.create(name="Dave"), person("Alice", cards)
    pair = [
        Ticket.open(customer=dave, channel="email", text=f"No {n}", by=dave, department=cards)[0].pk for n in (1, 2)
    ]

    def one(number):
        source, into = (Ticket.objects.get(pk=pk) for pk in (pair if number % 2 else pair[::-1]))
        if number % 3 == 0:
            return source.receive(text=f"Hello {number}", client_id=uuid.uuid4(), by=dave)
        return merge(source, into=into, by=alice)

    results = at_once(12, one)
    assert Ticket.objects.filter(merged_into=None).count() == 1
    assert all(isinstance(each, (bool, tuple, Refused)) for each in results), results
