import pytest

from accounts.models import Department
from tickets.models import Message

pytestmark = pytest.mark.django_db

ACTS = ["ownership/", "closure/", "resolution/", "assignment/", "transfer/", "seen/", "customer/", "uploads/"]


@pytest.mark.parametrize("part", ACTS)
def test_another_department_may_not_act(carols_desk, act, now, part):
    before = now()
    assert carols_desk.post(act(part), {"read": 1, "agent": 1, "department": 1, "name": "X"}).status_code == 404
    assert (now().version, now().status) == (before.version, before.status)


@pytest.mark.parametrize("part", ACTS)
def test_a_stranger_may_not_act(client, act, part):
    assert client.post(act(part)).status_code == 302


@pytest.mark.parametrize("part", ["ownership/", "closure/", "resolution/", "seen/", "uploads/"])
def test_reading_changes_nothing(alices_desk, act, part):
    assert alices_desk.get(act(part)).status_code == 405


@pytest.mark.requirement("R28")
def test_taking_gives_the_ticket_to_who_took_it(alices_desk, alice, act, now):
    answer = alices_desk.post(act("ownership/"), {"seen_assignee": ""})
    assert answer.status_code == 200
    assert "You have it" in answer.content.decode()
    assert now().assignee == alice


def test_who_comes_second_is_told_who_has_it(alices_desk, bob, double_charge, act, now):
    double_charge.take(by=bob)
    answer = alices_desk.post(act("ownership/"), {"seen_assignee": ""})
    assert answer.status_code == 409
    assert "Bob has taken it." in answer.content.decode()
    assert "Bob has it" in answer.content.decode()
    assert now().assignee == bob


def test_who_sees_that_bob_has_it_may_take_it_from_him(alices_desk, alice, bob, double_charge, act, now):
    double_charge.take(by=bob)
    assert alices_desk.post(act("ownership/"), {"seen_assignee": bob.pk}).status_code == 200
    assert now().assignee == alice


def test_closing_and_reopening_change_the_buttons(alices_desk, act, now):
    closed = alices_desk.post(act("closure/")).content.decode()
    assert "Reopen" in closed
    assert ">Resolve<" not in closed
    assert now().status == "closed"
    assert "Reopen" not in alices_desk.delete(act("closure/")).content.decode()
    assert now().status == "open"


def test_closing_twice_happens_once(alices_desk, act):
    alices_desk.post(act("closure/"))
    alices_desk.post(act("closure/"))
    assert Message.objects.filter(happening="closed").count() == 1


def test_resolving_leaves_a_line_in_the_conversation(alices_desk, act, now):
    assert alices_desk.post(act("resolution/")).status_code == 200
    assert now().status == "solved"
    assert Message.objects.filter(happening="resolved").exists()


def test_taking_what_is_over_is_refused_with_the_reason(alices_desk, alice, double_charge, act):
    double_charge.close(by=alice)
    answer = alices_desk.post(act("ownership/"), {"seen_assignee": ""})
    assert answer.status_code == 409
    assert "This ticket is over. Reopen it first." in answer.content.decode()


@pytest.mark.requirement("R29")
def test_passing_to_a_colleague(alices_desk, bob, act, now):
    form = alices_desk.get(act("assignment/")).content.decode()
    assert f'id="colleague-{bob.pk}"' in form
    assert "Alice (you)" in form
    assert alices_desk.post(act("assignment/"), {"agent": bob.pk}).status_code == 200
    assert now().assignee == bob


def test_a_colleague_of_another_department_cannot_be_chosen(alices_desk, carol, act, now):
    answer = alices_desk.post(act("assignment/"), {"agent": carol.pk})
    assert answer.status_code == 422
    assert "Choose another." in answer.content.decode()
    assert now().assignee is None


@pytest.mark.requirement("R27")
def test_sending_to_another_department_takes_the_note_along(alices_desk, transfers, act, now):
    answer = alices_desk.post(act("transfer/"), {"department": transfers.pk, "note": "It is a transfer"})
    assert answer.status_code == 200
    assert now().department == transfers
    assert Message.objects.get(text="It is a transfer").visibility == "internal"


def test_a_department_that_is_closed_cannot_be_chosen(alices_desk, act, now, cards):
    gone = Department.objects.create(name="Gone", slug="gone", is_active=False)
    assert alices_desk.post(act("transfer/"), {"department": gone.pk}).status_code == 422
    assert now().department == cards


def test_seeing_marks_the_customers_words_as_read(alices_desk, act, now):
    assert now().unread_count == 1
    assert alices_desk.post(act("seen/"), {"read": 1}).status_code == 204
    assert (now().unread_count, now().agents_read_seq) == (0, 1)


def test_seeing_never_goes_back_and_never_past_the_end(alices_desk, act, now):
    alices_desk.post(act("seen/"), {"read": 1})
    alices_desk.post(act("seen/"), {"read": 0})
    assert now().agents_read_seq == 1
    assert alices_desk.post(act("seen/"), {"read": 2**31 - 1}).status_code == 204
    assert now().agents_read_seq == 1


@pytest.mark.parametrize("given", ["", "x", "-1", str(2**31)])
def test_a_broken_place_is_refused(alices_desk, act, given):
    answer = alices_desk.post(act("seen/"), {"read": given})
    assert answer.status_code == 422
    assert answer.content


@pytest.mark.requirement("R8")
def test_an_operator_corrects_the_name_and_says_how_the_customer_wishes_to_be_called(alices_desk, dave, act):
    answer = alices_desk.post(act("customer/"), {"name": "David Okafor", "preferred_name": "Dave"})
    assert answer.status_code == 200
    assert "David Okafor" in answer.content.decode()
    dave.refresh_from_db()
    assert (dave.name, dave.preferred_name, dave.preferred_name_source) == ("David Okafor", "Dave", "agent")
    alices_desk.post(act("customer/"), {"name": "David Okafor", "preferred_name": "Dave", "told": "on"})
    dave.refresh_from_db()
    assert dave.preferred_name_source == "customer"


def test_a_name_that_is_too_long_comes_back_with_its_sentence(alices_desk, dave, act):
    answer = alices_desk.post(act("customer/"), {"name": "x" * 201, "preferred_name": "typed"})
    assert answer.status_code == 422
    assert "at most 200 characters" in answer.content.decode()
    assert "typed" in answer.content.decode()
    dave.refresh_from_db()
    assert dave.name == "Dave Okafor"


@pytest.mark.parametrize(
    ("part", "name", "most"),
    [
        ("transfer/", "note", 10_000),
        ("escalation/", "reason", 500),
        ("summary/", "text", 500),
        ("messages/{message}/revisions/", "text", 10_000),
        ("messages/{message}/blackout/", "words", 10_000),
    ],
)
def test_words_that_are_too_many_come_back_whole_with_a_sentence(
    alices_desk, double_charge, alice, act, new_id, part, name, most
):
    double_charge.take(by=alice)
    reply, _ = double_charge.reply(text="I see both", client_id=new_id(), by=alice)
    words = "x" * (most + 1) + " the end"
    answer = alices_desk.post(act(part.format(message=reply.client_id)), {name: words})
    assert answer.status_code == 422
    assert f"at most {most}" in answer.content.decode()
    assert words in answer.content.decode()
