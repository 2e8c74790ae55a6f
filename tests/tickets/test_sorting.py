"""What agents say about a ticket: tags, priority, subject, the house's own fields, who follows it, whose it is."""

import pytest

from core.models import Event
from tickets.models import Field, Message, Tag, Ticket
from tickets.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def refund():
    return Tag.objects.create(name="refund")


@pytest.fixture
def amount():
    return Field.objects.create(key="amount", label="Amount", kind="number")


def happened(ticket) -> list[str]:
    return list(Event.objects.of(f"ticket:{ticket.pk}").order_by("pk").values_list("name", flat=True))[2:]


def test_each_change_is_counted_and_recorded_once_however_often_it_is_wished(double_charge, alice, refund, amount):
    before = double_charge.version
    for _again in range(2):
        double_charge.tag(refund, by=alice)
        double_charge.set_priority(4, by=alice)
        double_charge.rename("Two payments", by=alice)
        double_charge.set_values({"amount": "18.40"}, by=alice)
        double_charge.follow(by=alice)

    kinds = ["ticket.tagged", "ticket.priority_set", "ticket.renamed", "ticket.values_set", "ticket.followed"]
    assert happened(double_charge) == kinds
    assert double_charge.version == before + 5
    assert double_charge.public_version == 1, "the customer sees none of it"
    stored = Ticket.objects.get(pk=double_charge.pk)
    assert (stored.priority, stored.subject, stored.values) == (4, "Two payments", {"amount": "18.40"})
    assert (list(stored.tags.all()), stored.is_followed) == ([refund], True)


def test_what_was_said_is_taken_back_once(double_charge, alice, bob, refund):
    double_charge.tag(refund, by=alice)
    double_charge.follow(by=alice)
    double_charge.follow(by=bob)
    assert double_charge.untag(refund, by=bob)
    assert not double_charge.untag(refund, by=bob)
    assert double_charge.unfollow(by=alice)
    assert double_charge.is_followed, "Bob still does"
    assert double_charge.unfollow(by=bob)
    assert not Ticket.objects.get(pk=double_charge.pk).is_followed


@pytest.mark.requirement("R30")
def test_answers_to_own_fields_are_kept_beside_one_another(double_charge, alice, amount, transfers):
    Field.objects.create(key="reason", label="Reason")
    Field.objects.create(key="bank", label="Bank", department=transfers)
    double_charge.set_values({"amount": "18.40"}, by=alice)
    double_charge.set_values({"reason": "twice"}, by=alice)
    assert double_charge.values == {"amount": "18.40", "reason": "twice"}
    double_charge.set_values({"amount": None}, by=alice)
    assert double_charge.values == {"reason": "twice"}
    with pytest.raises(Refused):
        double_charge.set_values({"bank": "ours"}, by=alice)


def test_events_of_answers_carry_no_answer(double_charge, alice, amount):
    double_charge.set_values({"amount": "18.40"}, by=alice)
    assert "18.40" not in str(Event.objects.of(f"ticket:{double_charge.pk}").latest("pk").payload)


def test_a_ticket_goes_back_to_the_queue(double_charge, alice, bob):
    double_charge.take(by=bob)
    assert double_charge.release(by=alice)
    assert not double_charge.release(by=alice)
    assert Ticket.objects.get(pk=double_charge.pk).assignee is None
    assert Message.objects.filter(ticket=double_charge, happening="released", visibility="internal").count() == 1


@pytest.mark.requirement("R27")
def test_a_ticket_is_sent_to_a_person_of_another_department_with_a_note(double_charge, alice, carol, transfers):
    double_charge.transfer(transfers, agent=carol, note="Please look", by=alice)
    stored = Ticket.objects.get(pk=double_charge.pk)
    assert (stored.department, stored.assignee) == (transfers, carol)
    assert Message.objects.get(text="Please look").visibility == "internal"


def test_one_who_does_not_work_there_stops_the_whole_transfer(double_charge, alice, bob, cards, transfers):
    with pytest.raises(Refused):
        double_charge.transfer(transfers, agent=bob, by=alice)
    assert Ticket.objects.get(pk=double_charge.pk).department == cards


@pytest.mark.django_db(transaction=True)
def test_ten_who_name_the_same_new_tag_at_once_make_one(double_charge, alice, at_once):
    outcomes = at_once(10, lambda n: Ticket.objects.get(pk=double_charge.pk).tag(Tag.named("Fresh"), by=alice))
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert outcomes.count(True) == 1
    assert Tag.objects.get().name == "Fresh"


def test_followers_are_told_of_news_unless_it_is_their_own(
    double_charge, alice, bob, carol, dave, new_id, after_commit, monkeypatch, django_assert_num_queries
):
    from tickets import telling

    told = []
    monkeypatch.setattr(telling, "push_many", lambda frames: told.extend(frames))
    double_charge.follow(by=bob)
    double_charge.follow(by=carol)  # of another department: she may not see it
    with after_commit():
        double_charge.receive(text="And now?", client_id=new_id(), by=dave)
    assert told == [(f"agent.{bob.pk}", {"type": "poke", "topic": "followed", "ticket": double_charge.pk})]
    told.clear()
    with after_commit():
        double_charge.note(text="Mine", client_id=new_id(), by=bob)
    assert told == []
    double_charge.unfollow(by=bob)
    double_charge.unfollow(by=carol)
    message = Message(ticket=double_charge, author_kind="customer")
    event = telling.MessageAdded(ticket_id=double_charge.pk, version=9, message_id=1, message=message)
    with django_assert_num_queries(0):
        telling.tell_the_followers_of_the_message(event)
