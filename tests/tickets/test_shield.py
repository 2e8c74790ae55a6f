"""P-08, P-09: a secret is hidden at every way in, before anything is stored or told."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from chat.serialising import message_json
from core.models import Event
from customers.models import Customer
from tests.everywhere import every_text
from tickets.models import Attachment, Draft, Field, Message, PageVisit, Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("P-08"), pytest.mark.requirement("P-09")]
CARD = "4111 1111 1111 1111"
MASKED = "4111 11•• •••• 1111"
BOT = {"name": "Heron", "photo": None}


def stored(message):
    return Message.objects.get(pk=message.pk)


def test_the_first_words_and_the_subject_made_of_them(dave, cards):
    ticket, message = Ticket.open(customer=dave, channel="widget", text=f"Card {CARD}", by=dave, department=cards)
    fresh = Ticket.objects.get(pk=ticket.pk)
    assert (message.text, stored(message).text) == (f"Card {MASKED}", f"Card {MASKED}")
    assert (fresh.subject, fresh.last_text) == (f"Card {MASKED}", f"Card {MASKED}")
    assert stored(message).masked == ["card"]


def test_a_number_that_is_cut_in_the_subject_is_hidden_before_it_is_cut(dave, cards):
    ticket, _ = Ticket.open(customer=dave, channel="widget", text="x" * 66 + f" {CARD}", by=dave, department=cards)
    assert "4111 11•• ••" in ticket.subject


@pytest.mark.parametrize("waiting", [True, False])
def test_what_the_customer_writes_on(double_charge, dave, alice, new_id, waiting):
    """One statement while he waits, the whole verb otherwise: both hide it."""
    if not waiting:
        double_charge.reply(text="And now?", client_id=new_id(), by=alice)
    message, _ = double_charge.receive(text="my password is hunter2", client_id=new_id(), by=dave)
    assert message.text == stored(message).text == "my password is ••••••"
    assert message.masked == stored(message).masked == ["password"]
    assert Ticket.objects.get(pk=double_charge.pk).last_text == "my password is ••••••"


def test_an_ordinary_message_remembers_nothing(double_charge, dave, new_id):
    message, _ = double_charge.receive(text="I forgot my password", client_id=new_id(), by=dave)
    assert (stored(message).text, stored(message).details) == ("I forgot my password", {})


def test_the_same_message_again_is_answered_without_the_secret(double_charge, dave, new_id):
    client_id = new_id()
    for _ in range(2):
        message, _new = double_charge.receive(text=f"It is {CARD}", client_id=client_id, by=dave)
        assert message.text == f"It is {MASKED}"


def test_what_our_side_writes(double_charge, alice, new_id):
    reply, _ = double_charge.reply(text="Your code is 482913", client_id=new_id(), by=alice)
    note, _ = double_charge.note(text=f"@Alice He has {CARD}", client_id=new_id(), by=alice)
    assert (stored(reply).text, stored(reply).masked) == ("Your code is ••••••", ["code"])
    assert (stored(note).text, stored(note).masked) == (f"@Alice He has {MASKED}", ["card"])


def test_an_edit_keeps_what_was_hidden_before(double_charge, alice, new_id):
    reply, _ = double_charge.reply(text=f"{CARD}", client_id=new_id(), by=alice)
    assert double_charge.edit(reply, f"{MASKED}, PIN: 4821", by=alice)
    assert (stored(reply).text, stored(reply).masked) == (f"{MASKED}, PIN: ••••", ["card", "password"])
    assert not double_charge.edit(reply, f"{CARD}, PIN: 4821", by=alice)


def test_what_is_said_about_a_ticket(double_charge, alice):
    double_charge.rename(f"Blocked {CARD}", by=alice)
    assert not double_charge.rename(f"Blocked {CARD}", by=alice)
    double_charge.hold(reason=f"asks the bank about {CARD}", by=alice)
    double_charge.resolve(resolution="His password is hunter2", by=alice)
    fresh = Ticket.objects.get(pk=double_charge.pk)
    assert fresh.subject == f"Blocked {MASKED}"
    assert fresh.on_hold_reason == f"asks the bank about {MASKED}"
    assert fresh.resolution == "His password is ••••••"
    assert double_charge.messages.get(happening="held").details["reason"] == f"asks the bank about {MASKED}"


def test_answers_to_the_houses_own_fields(double_charge, alice):
    Field.objects.create(key="agreement", label="Agreement")
    assert double_charge.set_values({"agreement": CARD}, by=alice)
    assert not double_charge.set_values({"agreement": CARD}, by=alice)
    assert Ticket.objects.get(pk=double_charge.pk).values == {"agreement": MASKED}


def test_names_of_files(dave):
    file = SimpleUploadedFile("card 4111111111111111.txt", b"hello")
    attachment, _ = Attachment.upload(file, client_id="6e1c6a1e-4c0b-4b3f-9d0e-0f6f1b5d2041", by=dave)
    assert Attachment.objects.get(pk=attachment.pk).name == "card 411111••••••1111.txt"


def test_pages_of_the_customer(double_charge, dave):
    double_charge.visit(url="https://heron.example/pay/4111111111111111/", title=f"Pay {CARD}", by=dave)
    visit = PageVisit.objects.get()
    assert (visit.url, visit.title) == ("https://heron.example/pay/411111••••••1111/", f"Pay {MASKED}")
    assert not double_charge.visit(url="https://heron.example/pay/4111111111111111/", title=f"Pay {CARD}", by=dave)


def test_what_is_kept_about_a_customer(dave, alice):
    dave.rename(f"Dave {CARD}", by=alice)
    dave.set_preferred_name("пароль: hunter2", source="agent", by=alice)
    dave.write_notes(f"pays with {CARD}", before="", by=alice)
    fresh = Customer.objects.get(pk=dave.pk)
    assert (fresh.name, fresh.preferred_name) == (f"Dave {MASKED}", "пароль: ••••••")
    assert (fresh.notes, dave.notes) == (f"pays with {MASKED}", f"pays with {MASKED}")


def test_a_draft_and_the_word_to_its_writer(alices_desk, double_charge):
    answer = alices_desk.post(
        f"/desk/tickets/{double_charge.pk}/drafts/", {"visibility": "public", "text": f"Is it {CARD}?"}
    )
    assert answer.json()["masked"] == ["card"]
    assert Draft.objects.get().text == f"Is it {MASKED}?"


def test_colleagues_see_that_something_was_hidden_and_the_customer_is_told(
    alices_desk, double_charge, dave, alice, new_id
):
    message, _ = double_charge.receive(text=f"{CARD} cvv 123", client_id=new_id(), by=dave)
    page = alices_desk.get(f"/desk/tickets/{double_charge.pk}/").content.decode()
    assert 'data-masked="card cvv"' in page
    assert "masked_card" in page
    told = message_json(Message.objects.for_reading().get(pk=message.pk), visitor_id=1, bot=BOT)
    assert (told["text"], told["masked"]) == (f"{MASKED} cvv •••", ["card", "cvv"])


def test_what_was_told_before_the_first_word(heron_talk):
    visitor = heron_talk.visitor
    visitor.introduce(name="Dave", question=f"blocked {CARD}")
    visitor.refresh_from_db()
    assert visitor.introduction["question"] == f"blocked {MASKED}"


def test_a_house_may_let_a_kind_through(settings, double_charge, dave, new_id):
    settings.SHIELD = frozenset({"password"})
    message, _ = double_charge.receive(text=f"{CARD}", client_id=new_id(), by=dave)
    assert stored(message).text == CARD


def test_no_table_holds_the_number_afterwards(double_charge, dave, alice, new_id):
    """P-02: the digits between the bank and the last four, however they are spaced."""
    number = "5555 3412 4444 1115"
    double_charge.receive(text=f"Here: {number}", client_id=new_id(), by=dave)
    double_charge.note(text=f"{number}", client_id=new_id(), by=alice)
    double_charge.rename(f"{number}", by=alice)
    assert Event.objects.filter(name="ticket.renamed").exists()
    assert [place for place in every_text() if "12 4444" in place[1] or "124444" in place[1]] == []
    assert any("5555 34•• •••• 1115" in place[1] for place in every_text())
