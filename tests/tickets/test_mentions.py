"""Colleagues called by name in notes: who is told, who is not, and how the call is over."""

import pytest

from tests.conftest import person
from tickets.models import Mention

pytestmark = pytest.mark.django_db


@pytest.fixture
def pushed(monkeypatch):
    frames = []
    monkeypatch.setattr("tickets.reactions.push_many", lambda many: frames.extend(many) or True)
    return frames


@pytest.fixture
def note(double_charge, alice, new_id):
    return lambda text: double_charge.note(text=text, client_id=new_id(), by=alice)[0]


def called(message):
    return set(message.mentions.values_list("user__name", flat=True))


def test_a_colleague_is_called_and_told_at_once(note, bob, pushed, after_commit):
    with after_commit():
        message = note("@Bob could you look?")
    assert called(message) == {"Bob"}
    assert (f"agent.{bob.pk}", {"type": "poke", "topic": "mention", "ticket": message.ticket_id}) in pushed
    assert Mention.objects.of(bob).unseen().get().ticket_id == message.ticket_id


def test_the_call_stands_out_for_every_reader(note, bob, alices_desk, double_charge):
    note("@Bob could you look? <b>@Alice</b>")
    page = alices_desk.get(f"/desk/tickets/{double_charge.pk}/").content.decode()
    assert f'data-called="{bob.pk}">@Bob</b> could you' in page
    assert "&lt;b&gt;@Alice" in page


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@bob, @BOB!", {"Bob"}),
        ("mail to ann@bob.example", set()),
        ("@Bobby is a customer", set()),
        ("(@Anna Maria) and not Anna alone", {"Anna Maria"}),
        ("@Anna Maria Kovács", {"Anna Maria Kovács"}),
        ("@Kim said so", {"Kim Lee"}),
        ("@Carol of Transfers cannot see it", set()),
        ("@Ada watches over all", {"Ada"}),
        ("@Alice calls herself", set()),
        ("nobody at all", set()),
    ],
)
def test_who_is_called(note, bob, carol, admin, cards, text, names):
    for name in ("Anna Maria", "Anna Maria Kovács", "Kim Lee"):
        person(name.replace(" ", ".").replace("á", "a"), cards)
    for user, name in zip(
        cards.members.filter(name__contains=".").order_by("pk"),
        ("Anna Maria", "Anna Maria Kovács", "Kim Lee"),
        strict=True,
    ):
        user.name = name
        user.save()
    assert called(note(text)) == names


def test_a_first_name_of_two_calls_nobody(note, cards):
    for number, name in enumerate(("Kim Lee", "Kim Novak")):
        user = person(f"kim{number}", cards)
        user.name = name
        user.save()
    assert called(note("@Kim, which of you?")) == set()


def test_a_reply_to_the_customer_calls_nobody(double_charge, alice, bob, new_id):
    message, _ = double_charge.reply(text="@Bob will call you", client_id=new_id(), by=alice)
    assert called(message) == set()


def test_a_repeated_note_calls_once(double_charge, alice, bob, new_id):
    again = new_id()
    for _ in range(2):
        double_charge.note(text="@Bob look", client_id=again, by=alice)
    assert Mention.objects.count() == 1


def test_opening_the_ticket_ends_the_call(note, bob, desk_of, double_charge):
    note("@Bob could you look?")
    desk = desk_of(bob)
    base = f"/desk/tickets/{double_charge.pk}/"
    assert desk.get(f"{base}drafts/").json()["called"] is True
    assert desk.post(f"{base}mentions/").status_code == 204
    assert desk.get(f"{base}drafts/").json()["called"] is False
    assert desk.post(f"{base}mentions/").status_code == 204


def test_only_colleagues_who_may_see_the_ticket_are_offered(alices_desk, bob, carol, admin, double_charge):
    offered = alices_desk.get(f"/desk/tickets/{double_charge.pk}/colleagues/").content.decode()
    assert "Bob" in offered and "Ada" in offered
    assert "Carol" not in offered and "Alice" not in offered
    assert "Bob" not in alices_desk.get(f"/desk/tickets/{double_charge.pk}/colleagues/?q=ad").content.decode()
