"""A waiting customer writes on: the short way leaves the same behind as the long one."""

import uuid

import pytest
from django.forms.models import model_to_dict

from tickets.models import Attachment, Message, Ticket

OWN = {"id", "client_id", "created_at", "seq", "public_seq", "version", "public_version", "text"}


def say(ticket, text, *, by, **options):
    return ticket.receive(text=text, client_id=uuid.uuid4(), by=by, **options)[0]


def test_the_next_message_of_a_waiting_customer_is_two_statements(double_charge, dave, django_assert_num_queries):
    # A savepoint around the message with its ticket, and the event.
    with django_assert_num_queries(4):
        say(double_charge, "Hello?", by=dave)


def test_both_ways_leave_the_same(double_charge, dave, alice, monkeypatch):
    double_charge.take(by=alice)
    short = say(double_charge, "One", by=dave)
    after_short = Ticket.objects.get(pk=double_charge.pk)
    monkeypatch.setattr(Ticket, "_hear_more", lambda *args, **words: None)
    long = say(double_charge, "Two", by=dave)
    after_long = Ticket.objects.get(pk=double_charge.pk)

    def stored(message):
        row = Message.objects.get(pk=message.pk)
        return {name: value for name, value in model_to_dict(row).items() if name not in OWN} | {"by": row.author_kind}

    assert stored(short) == stored(long)
    assert (long.seq, long.public_seq, long.version, long.public_version) == tuple(
        number + 1 for number in (short.seq, short.public_seq, short.version, short.public_version)
    )
    assert after_short.waiting_since == after_long.waiting_since
    assert (after_short.status, after_short.last_author_kind) == (after_long.status, after_long.last_author_kind)
    assert (after_short.unread_count + 1, after_short.last_text) == (after_long.unread_count, "One")


def test_the_ticket_at_hand_knows_what_was_written(dave, double_charge):
    ticket = Ticket(pk=double_charge.pk)
    say(ticket, "Hello?", by=dave)
    stored = Ticket.objects.get(pk=double_charge.pk)
    for name in ("version", "public_version", "last_seq", "last_public_seq", "unread_count", "status", "subject"):
        assert getattr(ticket, name) == getattr(stored, name)


@pytest.mark.parametrize("act", ["reply", "resolve"])
def test_what_changes_more_than_the_counts_goes_the_long_way(double_charge, dave, alice, act):
    if act == "reply":
        double_charge.reply(text="Which one?", client_id=uuid.uuid4(), by=alice)
    else:
        double_charge.resolve(resolution="", by=alice)
    say(double_charge, "The second.", by=dave)
    stored = Ticket.objects.get(pk=double_charge.pk)
    assert (stored.status, stored.unread_count > 0, stored.waiting_since is not None) == ("open", True, True)


def test_the_same_message_twice_is_one(double_charge, dave):
    client_id = uuid.uuid4()
    first, made = double_charge.receive(text="Hello?", client_id=client_id, by=dave)
    again, made_again = Ticket.objects.get(pk=double_charge.pk).receive(text="Hello?", client_id=client_id, by=dave)
    assert (made, made_again, first.pk) == (True, False, again.pk)


@pytest.mark.django_db(transaction=True)
def test_a_file_that_is_gone_leaves_nothing_of_the_message(double_charge, dave):
    from tickets.refusals import Refused

    before = Ticket.objects.values().get(pk=double_charge.pk)
    with pytest.raises(Refused):
        say(double_charge, "See here", by=dave, attachments=[Attachment(pk=10**9, name="gone.pdf")])
    assert Ticket.objects.values().get(pk=double_charge.pk) == before
    assert double_charge.messages.count() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_leave_no_gap(double_charge, dave, at_once):
    results = at_once(8, lambda number: say(Ticket(pk=double_charge.pk), f"Number {number}", by=dave).seq)
    assert sorted(results) == list(range(2, 10))
