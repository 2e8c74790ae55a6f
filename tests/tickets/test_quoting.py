import pytest

from tickets.models import Message

pytestmark = pytest.mark.django_db


@pytest.fixture
def replies(double_charge):
    return f"/desk/tickets/{double_charge.pk}/replies/"


def test_a_reply_answers_one_message(alices_desk, replies, double_charge, new_id):
    question = double_charge.messages.get()
    form = {"client_id": new_id(), "text": "Yes", "seen_seq": 1, "reply_to": question.client_id}
    assert alices_desk.post(replies, form).status_code == 201
    assert Message.objects.get(text="Yes").reply_to == question


def test_a_note_is_never_quoted_to_the_customer(alices_desk, replies, double_charge, bob, new_id):
    note, _ = double_charge.note(text="He lies", client_id=new_id(), by=bob)
    form = {"client_id": new_id(), "text": "Yes", "seen_seq": 2, "reply_to": note.client_id}
    answer = alices_desk.post(replies, form)
    assert answer.status_code == 422
    assert "for colleagues alone" in answer.content.decode()
    assert alices_desk.post(replies.replace("replies", "notes"), form).status_code == 201


def test_a_message_of_another_ticket_is_not_there(alices_desk, replies, dave, cards, new_id):
    from tickets.models import Ticket

    other, _ = Ticket.open(customer=dave, channel="widget", text="Another", by=dave, department=cards)
    form = {"client_id": new_id(), "text": "Yes", "seen_seq": 1, "reply_to": other.messages.get().client_id}
    assert alices_desk.post(replies, form).status_code == 422
    assert not Message.objects.filter(text="Yes").exists()
