"""The table in docs/ticket-transitions.md, row by row."""

import uuid

import pytest

from core.models import Event
from tickets.models import Session, Ticket
from tickets.refusals import Refused


def in_state(ticket, status, agent):
    """Bring a new ticket into the state by the product's own moves."""
    moves = {
        "new": [],
        "open": [lambda: ticket.take(by=agent)],
        "pending": [lambda: say(ticket, agent)],
        "on_hold": [lambda: ticket.hold(reason="DEV-118", by=agent)],
        "solved": [lambda: ticket.resolve(by=agent)],
        "closed": [lambda: ticket.close(by=agent)],
    }
    for move in moves[status]:
        move()
    assert ticket.status == status
    return ticket


def say(ticket, agent):
    return ticket.reply(text="Hello", client_id=uuid.uuid4(), by=agent)


MOVES = {
    "write": lambda ticket, agent, other: ticket.receive(text="Hm", client_id=uuid.uuid4(), by=ticket.customer),
    "reply": lambda ticket, agent, other: say(ticket, agent),
    "note": lambda ticket, agent, other: ticket.note(text="psst", client_id=uuid.uuid4(), by=agent),
    "take": lambda ticket, agent, other: ticket.take(by=agent, seen_assignee_id=ticket.assignee_id),
    "transfer": lambda ticket, agent, other: ticket.transfer(other, by=agent),
    "hold": lambda ticket, agent, other: ticket.hold(reason="a bank", by=agent),
    "resolve": lambda ticket, agent, other: ticket.resolve(by=agent),
    "close": lambda ticket, agent, other: ticket.close(by=agent),
    "reopen": lambda ticket, agent, other: ticket.reopen(by=agent),
}
STATES = ["new", "open", "pending", "on_hold", "solved", "closed"]
REFUSED = "refused"
TABLE = {
    "write": ["new", "open", "open", "open", "open", "closed"],
    "reply": ["pending", "pending", "pending", "pending", "solved", REFUSED],
    "note": STATES,
    "take": ["open", "open", "pending", "on_hold", REFUSED, REFUSED],
    "transfer": ["new", "open", "pending", "on_hold", REFUSED, REFUSED],
    "hold": ["on_hold", "on_hold", "on_hold", "on_hold", REFUSED, REFUSED],
    "resolve": ["solved", "solved", "solved", "solved", "solved", REFUSED],
    "close": ["closed"] * 6,
    "reopen": ["new", "open", "pending", "on_hold", "open", "open"],
}
CASES = [(move, start, end) for move, ends in TABLE.items() for start, end in zip(STATES, ends, strict=True)]


@pytest.mark.requirement("R68")
@pytest.mark.parametrize(("move", "start", "end"), CASES)
def test_the_transition_table_holds(double_charge, alice, transfers, move, start, end):
    ticket = in_state(double_charge, start, alice)

    if end == REFUSED:
        with pytest.raises(Refused):
            MOVES[move](ticket, alice, transfers)
        end = start
    else:
        MOVES[move](ticket, alice, transfers)

    assert Ticket.objects.get(pk=ticket.pk).status == end


@pytest.mark.requirement("R68")
@pytest.mark.parametrize("move", ["take", "transfer", "hold", "resolve", "close"])
def test_a_repeated_move_does_nothing(double_charge, alice, transfers, move):
    MOVES[move](double_charge, alice, transfers)
    before = Ticket.objects.values("version", "public_version", "last_seq").get(pk=double_charge.pk)
    events = Event.objects.count()

    MOVES[move](double_charge, alice, transfers)

    assert Ticket.objects.values("version", "public_version", "last_seq").get(pk=double_charge.pk) == before
    assert Event.objects.count() == events


@pytest.mark.requirement("R68")
def test_every_step_is_in_the_timeline_with_its_actor(double_charge, alice, dave):
    double_charge.take(by=alice)
    double_charge.resolve(by=alice)
    double_charge.receive(text="It came back", client_id=uuid.uuid4(), by=dave)

    steps = Event.objects.of(f"ticket:{double_charge.pk}").exclude(name="ticket.message_added")
    assert list(steps.values_list("name", "actor_kind", "actor_id")) == [
        ("ticket.opened", "customer", dave.pk),
        ("ticket.assigned", "agent", alice.pk),
        ("ticket.session_closed", "agent", alice.pk),
        ("ticket.resolved", "agent", alice.pk),
        ("ticket.reopened", "customer", dave.pk),
    ]


def test_a_message_to_a_closed_ticket_opens_one_follow_up(double_charge, alice, dave, new_id):
    double_charge.close(by=alice)
    first_id = new_id()

    first, is_new = double_charge.receive(text="Again", client_id=first_id, by=dave)
    second, _ = double_charge.receive(text="And again", client_id=new_id(), by=dave)
    repeated, repeated_is_new = double_charge.receive(text="Again", client_id=first_id, by=dave)

    assert is_new and not repeated_is_new
    assert repeated == first
    assert first.ticket_id == second.ticket_id != double_charge.pk
    assert first.ticket.follow_up_of == double_charge
    assert first.ticket.department == double_charge.department


def test_a_followed_ticket_stays_closed(double_charge, alice, dave, new_id):
    double_charge.close(by=alice)
    double_charge.receive(text="Again", client_id=new_id(), by=dave)

    with pytest.raises(Refused):
        double_charge.reopen(by=alice)


def test_a_transfer_empties_the_chair_and_queues_the_session(double_charge, alice, transfers):
    double_charge.take(by=alice)

    double_charge.transfer(transfers, by=alice, note="He means a transfer")

    assert double_charge.assignee is None
    assert double_charge.sessions.get().state == Session.State.QUEUED
    assert double_charge.messages.get(visibility="internal").text == "He means a transfer"


def test_a_reply_takes_what_nobody_has(double_charge, alice):
    say(double_charge, alice)

    double_charge.refresh_from_db()
    assert double_charge.assignee == alice
    assert double_charge.waiting_since is None
    assert double_charge.messages.filter(happening="joined").count() == 1


def test_a_reply_to_a_stale_view_is_stopped(double_charge, alice, bob, new_id):
    seen = double_charge.last_seq
    say(double_charge, bob)

    with pytest.raises(Refused) as refused:
        double_charge.reply(text="Hi", client_id=new_id(), by=alice, seen_seq=seen)

    assert refused.value.code == "stale"
    double_charge.refresh_from_db()
    double_charge.reply(text="Hi", client_id=new_id(), by=alice, seen_seq=double_charge.last_seq)


def test_assigning_to_somebody_without_sight_is_refused(double_charge, alice, carol):
    with pytest.raises(Refused):
        double_charge.assign(carol, by=alice)
