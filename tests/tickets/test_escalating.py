"""R29: a ticket is passed to who can do more, with the reason, and its history stays."""

import pytest

from core.models import Event
from tickets.models import Escalation, Message, Ticket
from tickets.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R29")]


def test_to_another_department_with_the_reason(double_charge, transfers, alice, now):
    double_charge.take(by=alice)
    assert double_charge.escalate(reason="A transfer, in truth", department=transfers, by=alice)
    ticket = now()
    assert (ticket.department, ticket.assignee, ticket.priority) == (transfers, None, Ticket.Priority.HIGH)
    line = Message.objects.get(ticket=ticket, happening="escalated")
    assert line.visibility == "internal"
    assert line.details == {"name": "Alice", "assignee": "Transfers", "reason": "A transfer, in truth"}
    row = Escalation.objects.get()
    assert (row.by, row.from_department.name, row.to_department, row.reason) == (
        alice, "Cards", transfers, "A transfer, in truth",
    )  # fmt: skip
    event = Event.objects.get(name="ticket.escalated")
    assert event.payload["department_id"] == transfers.pk and "truth" not in str(event.payload)


def test_to_a_person_of_another_department(double_charge, transfers, carol, alice, now):
    double_charge.escalate(reason="She knows", department=transfers, agent=carol, by=alice)
    assert (now().department, now().assignee) == (transfers, carol)


def test_to_a_more_experienced_one_who_is_there(double_charge, cards, sam, alice, now):
    sam.presence.see()
    double_charge.escalate(reason="Beyond me", by=alice)
    assert now().assignee == sam and Escalation.objects.get().is_to_experienced


def test_a_department_without_a_supervisor_says_so(double_charge, alice, now):
    with pytest.raises(Refused) as refused:
        double_charge.escalate(reason="Beyond me", by=alice)
    assert "no supervisor" in str(refused.value.sentence)
    assert now().priority == Ticket.Priority.NORMAL and not Escalation.objects.exists()


def test_a_repeat_does_nothing_more(double_charge, sam, transfers, alice, now):
    assert double_charge.escalate(reason="Beyond me", by=alice)
    assert not double_charge.escalate(reason="Beyond me", by=alice)
    assert double_charge.escalate(reason="Elsewhere", department=transfers, by=sam)
    assert not double_charge.escalate(reason="Elsewhere", department=transfers, by=sam)
    assert Escalation.objects.count() == 2
    assert now().priority == Ticket.Priority.URGENT


def test_nothing_is_more_than_urgent(double_charge, sam, alice, now):
    double_charge.set_priority(4, by=alice)
    double_charge.escalate(reason="Beyond me", by=alice)
    assert now().priority == Ticket.Priority.URGENT


def test_who_does_not_work_there_is_not_given_it(double_charge, carol, alice, now):
    with pytest.raises(Refused):
        double_charge.escalate(reason="She knows", agent=carol, by=alice)
    assert now().assignee is None and not Escalation.objects.exists()


def test_from_the_desk(act, alices_desk, sam, now):
    dialog = alices_desk.get(act("escalation/")).text
    assert "A more experienced colleague" in dialog and "Reason" in dialog
    empty = alices_desk.post(act("escalation/"), {"experienced": "on", "reason": " "})
    assert empty.status_code == 422 and "Say why" in empty.text
    nobody = alices_desk.post(act("escalation/"), {"reason": "Beyond me"})
    assert (
        nobody.status_code == 422 and "Choose a department or a colleague" in nobody.text and "Beyond me" in nobody.text
    )
    done = alices_desk.post(act("escalation/"), {"experienced": "on", "reason": "Beyond me"})
    assert done.status_code == 200 and now().assignee == sam
    assert alices_desk.get(act("escalation/")).status_code == 200


def test_a_stranger_may_not(act, carols_desk, now):
    assert carols_desk.post(act("escalation/"), {"experienced": "on", "reason": "x"}).status_code == 404
    assert now().priority == Ticket.Priority.NORMAL


def test_what_was_chosen_last_counts(act, alices_desk, sam, transfers, now):
    """The dialog keeps that a supervisor was chosen first; the department that was chosen then comes before it."""
    alices_desk.post(act("escalation/"), {"experienced": "on", "department": transfers.pk, "reason": "Theirs"})
    assert now().department == transfers
