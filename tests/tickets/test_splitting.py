"""Some messages of a ticket become the beginning of another; and back."""

import uuid

import pytest

from core.models import Event
from tickets.merging import split, unsplit
from tickets.models import Attachment, Mention, Ticket
from tickets.refusals import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(double_charge, alice, dave):
    """Dave asks, Alice answers and notes, Dave asks something else."""
    double_charge.take(by=alice)
    double_charge.reply(text="It drops off by itself", client_id=uuid.uuid4(), by=alice)
    double_charge.note(text="Seen before", client_id=uuid.uuid4(), by=alice)
    second, _ = double_charge.receive(text="And my card is lost", client_id=uuid.uuid4(), by=dave)
    return double_charge, second


def chosen(ticket, *texts):
    return [ticket.messages.get(text=text).client_id for text in texts]


def test_the_new_ticket_begins_with_them_as_they_were_said(talk, alice, dave):
    ticket, second = talk
    new, is_new = split(ticket, messages=chosen(ticket, "Seen before", second.text), request_id=uuid.uuid4(), by=alice)
    assert is_new
    new.refresh_from_db()
    said = list(new.messages.filter(happening="").order_by("seq"))
    assert [(each.text, each.author_kind, each.author, each.visibility) for each in said] == [
        ("Seen before", "agent", alice, "internal"),
        ("And my card is lost", "customer", None, "public"),
    ]
    assert said[1].created_at == second.created_at
    assert (new.customer, new.department, new.assignee, new.split_from) == (dave, ticket.department, alice, ticket)
    assert (new.status, new.subject, new.unread_count) == ("open", "And my card is lost", 0)
    assert new.waiting_since == second.created_at
    assert ticket.messages.filter(text=second.text).exists(), "what was said stays where it was said"


def test_each_leads_to_the_other_and_it_is_told(talk, alice):
    ticket, second = talk
    new, _ = split(ticket, messages=[second.client_id], request_id=uuid.uuid4(), by=alice)
    assert ticket.messages.get(happening="split_off").details["ticket"] == new.pk
    assert new.messages.get(happening="split_from").details["ticket"] == ticket.pk
    assert Event.objects.get(name="ticket.split").payload["new_id"] == new.pk
    assert Event.objects.filter(name="ticket.opened", stream=f"ticket:{new.pk}").exists()
    rows = Event.objects.filter(stream=f"ticket:{new.pk}").values_list("payload", flat=True)
    new.refresh_from_db()
    assert {row["version"] for row in rows} == set(range(1, new.version + 1))


def test_who_was_called_where_it_was_written_is_not_called_again(talk, alice, bob, pushed, after_commit):
    ticket, second = talk
    note, _ = ticket.note(text="@Bob look", client_id=uuid.uuid4(), by=alice)
    assert Mention.objects.of(bob).unseen().get().message == note
    with after_commit():
        new, _ = split(ticket, messages=[note.client_id, second.client_id], request_id=uuid.uuid4(), by=alice)
    assert new.messages.get(text="@Bob look").details["called"], "his name stands out there as well"
    assert pushed("mention") == []
    assert Mention.objects.of(bob).count() == 1


def test_the_same_request_again_is_the_same_ticket(talk, alice):
    ticket, second = talk
    asked = {"messages": [second.client_id], "request_id": uuid.uuid4(), "by": alice}
    first, _ = split(ticket, **asked)
    assert split(ticket, **asked) == (first, False)
    assert Ticket.objects.count() == 2


def test_files_go_along_under_keys_of_their_own(double_charge, dave, alice, picture):
    file, _ = Attachment.upload(picture(40, 30), client_id=uuid.uuid4(), by=dave)
    sent, _ = double_charge.receive(text="See", client_id=uuid.uuid4(), attachments=[file], by=dave)
    new, _ = split(double_charge, messages=[sent.client_id], request_id=uuid.uuid4(), by=alice)
    copy = Attachment.objects.get(message__ticket=new)
    assert (copy.file.name, copy.name) == (file.file.name, file.name)
    assert copy.key != file.key
    assert copy.message.has_files
    assert Attachment.objects.get(pk=file.pk).message == sent


@pytest.mark.parametrize(
    ("choose", "code"),
    [
        (lambda ticket: [uuid.uuid4()], "gone"),
        (lambda ticket: chosen(ticket, "Seen before"), "nothing_said"),
        (lambda ticket: chosen(ticket, "It drops off by itself"), "nothing_said"),
    ],
)
def test_what_makes_no_ticket_is_refused(talk, alice, choose, code):
    ticket, _ = talk
    with pytest.raises(Refused, match=code):
        split(ticket, messages=choose(ticket), request_id=uuid.uuid4(), by=alice)
    assert Ticket.objects.count() == 1


def test_undone_it_goes_on_where_it_came_from(talk, alice, dave):
    ticket, second = talk
    new, _ = split(ticket, messages=[second.client_id], request_id=uuid.uuid4(), by=alice)
    assert unsplit(new, by=alice)
    new.refresh_from_db()
    assert (new.status, new.merged_into) == ("closed", ticket)
    message, _ = new.receive(text="Hello?", client_id=uuid.uuid4(), by=dave)
    assert message.ticket_id == ticket.pk


def test_a_ticket_that_was_never_split_off_goes_nowhere(double_charge, alice):
    with pytest.raises(Refused, match="homeless"):
        unsplit(double_charge, by=alice)
