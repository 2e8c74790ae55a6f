"""Two counters without gaps, and messages that come once: what resume and heartbeat stand on."""

import uuid

import pytest

from tickets.models import Message, Ticket


def versions(ticket):
    return list(ticket.messages.order_by("seq").values_list("version", "public_version"))


def test_internal_notes_leave_no_hole_for_the_customer(double_charge, alice, dave, new_id):
    double_charge.note(text="careful", client_id=new_id(), by=alice)
    double_charge.receive(text="Hello?", client_id=new_id(), by=dave)

    public = [message.public_version for message in double_charge.messages.public().order_by("seq")]
    assert public == [1, 2]
    assert double_charge.version == 3
    assert double_charge.public_version == 2


@pytest.mark.requirement("R2")
def test_the_same_message_twice_is_stored_once(double_charge, dave, new_id):
    again = new_id()

    first, is_new = double_charge.receive(text="Hello?", client_id=again, by=dave)
    second, second_is_new = double_charge.receive(text="Hello?", client_id=again, by=dave)

    assert first == second
    assert is_new and not second_is_new


@pytest.mark.requirement("R2")
@pytest.mark.django_db(transaction=True)
def test_twenty_retries_at_once_are_one_message(double_charge, dave, new_id, at_once):
    again = new_id()

    at_once(20, lambda _: Ticket.objects.get(pk=double_charge.pk).receive(text="Hi", client_id=again, by=dave))

    assert Message.objects.filter(client_id=again).count() == 1


@pytest.mark.requirement("R2")
@pytest.mark.django_db(transaction=True)
def test_writing_at_once_leaves_neither_gap_nor_twin(double_charge, alice, dave, at_once):
    def write(number):
        ticket = Ticket.objects.get(pk=double_charge.pk)
        if number % 3:
            return ticket.receive(text=str(number), client_id=uuid.uuid4(), by=dave)
        return ticket.note(text=str(number), client_id=uuid.uuid4(), by=alice)

    outcomes = at_once(24, write)

    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    ticket = Ticket.objects.get(pk=double_charge.pk)
    assert list(ticket.messages.order_by("seq").values_list("seq", flat=True)) == list(range(1, 26))
    assert sorted(ticket.messages.values_list("version", flat=True)) == list(range(1, 26))
    public = ticket.messages.public().values_list("public_version", flat=True)
    assert sorted(public) == list(range(1, ticket.public_version + 1))


@pytest.mark.django_db(transaction=True)
def test_fifty_who_take_at_once_get_one_owner(double_charge, cards, at_once):
    from tests.conftest import person

    agents = [person(f"Agent{number}", cards) for number in range(50)]

    outcomes = at_once(50, lambda number: Ticket.objects.get(pk=double_charge.pk).take(by=agents[number]))

    assert outcomes.count(True) == 1
    losers = [outcome for outcome in outcomes if outcome is not True]
    assert {loser.code for loser in losers} == {"taken"}
    assert Ticket.objects.get(pk=double_charge.pk).assignee == agents[outcomes.index(True)]


@pytest.mark.django_db(transaction=True)
def test_closed_tickets_get_one_follow_up_under_a_crowd(double_charge, alice, dave, at_once):
    double_charge.close(by=alice)

    at_once(12, lambda n: Ticket.objects.get(pk=double_charge.pk).receive(text=str(n), client_id=uuid.uuid4(), by=dave))

    following = Ticket.objects.get(follow_up_of=double_charge)
    assert following.messages.filter(author_kind="customer").count() == 12


@pytest.mark.requirement("R3")
def test_reading_never_goes_back(double_charge, alice, dave, new_id):
    double_charge.reply(text="one", client_id=new_id(), by=alice)
    double_charge.seen_by_customer(delivered=3, read=3, by=dave)

    assert not double_charge.seen_by_customer(delivered=2, read=1, by=dave)
    assert not double_charge.seen_by_customer(delivered=99, read=99, by=dave) or double_charge.last_seq == 3
    assert double_charge.customer_read_seq == 3


def test_the_unread_count_follows_the_agents_eyes(double_charge, alice, dave, new_id):
    double_charge.receive(text="two", client_id=new_id(), by=dave)
    double_charge.receive(text="three", client_id=new_id(), by=dave)
    assert double_charge.unread_count == 3

    double_charge.seen_by_agents(read=2, by=alice)

    assert double_charge.unread_count == 1


@pytest.mark.requirement("R5")
def test_a_page_is_kept_without_its_query(double_charge, dave):
    double_charge.visit(url="https://bank.test/pay?token=s3cret#top", title="Payments", by=dave)
    double_charge.visit(url="https://bank.test/pay?token=other", title="Payments", by=dave)

    page = double_charge.sessions.get().pages.get()
    assert (page.url, page.title) == ("https://bank.test/pay", "Payments")
