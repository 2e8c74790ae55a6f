"""A message afterwards: edited, removed, answered with an emoji. It keeps its place; both sides hear of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.models import Event
from tickets.models import Message, Revision, Ticket
from tickets.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R3")]


@pytest.fixture
def answer(double_charge, alice, new_id):
    return double_charge.reply(text="It is back by six", client_id=new_id(), by=alice)[0]


@pytest.fixture
def secret(double_charge, alice, new_id):
    return double_charge.note(text="He is angry", client_id=new_id(), by=alice)[0]


def counters(ticket):
    return Ticket.objects.values_list("version", "public_version").get(pk=ticket.pk)


def now(message):
    return Message.objects.get(pk=message.pk)


def written_ago(message, **time):
    Message.objects.filter(pk=message.pk).update(created_at=timezone.now() - timedelta(**time))


def refusal(act) -> str:
    with pytest.raises(Refused) as refused:
        act()
    return refused.value.code


def test_an_edit_keeps_the_place_and_the_former_words(double_charge, answer, alice):
    assert double_charge.edit(answer, "It is back by eight", by=alice)

    after = now(answer)
    assert (after.text, after.seq, after.public_seq) == ("It is back by eight", answer.seq, answer.public_seq)
    assert after.edited_at is not None
    former = Revision.objects.get(message=answer)
    assert (former.text, former.by) == ("It is back by six", alice)


def test_an_edit_raises_both_counters_by_one_and_stands_under_them(double_charge, answer, alice):
    version, public = counters(double_charge)
    double_charge.edit(answer, "It is back by eight", by=alice)
    assert counters(double_charge) == (version + 1, public + 1)
    assert (now(answer).version, now(answer).public_version) == (version + 1, public + 1)


def test_what_is_done_to_a_note_leaves_the_customers_counter_alone(double_charge, secret, alice, bob):
    _, public = counters(double_charge)
    double_charge.edit(secret, "He is sad", by=alice)
    double_charge.react(secret, "👍", by=bob)
    double_charge.redact(secret, by=alice)
    assert counters(double_charge)[1] == public
    assert now(secret).public_version is None


def test_the_same_words_again_are_no_edit(double_charge, answer, alice):
    before = counters(double_charge)
    assert not double_charge.edit(answer, "It is back by six", by=alice)
    assert counters(double_charge) == before
    assert not Revision.objects.exists()


def test_a_removed_message_says_nothing_any_more_but_to_colleagues(double_charge, answer, alice, bob):
    double_charge.react(answer, "👍", by=bob)
    assert double_charge.redact(answer, by=alice)
    assert not double_charge.redact(answer, by=alice)

    after = now(answer)
    assert (after.text, after.reactions) == ("", {})
    assert after.redacted_at is not None
    assert Revision.objects.get(message=answer).text == "It is back by six"


def test_a_removed_message_leaves_the_lists_too(double_charge, answer, alice):
    double_charge.edit(answer, "By eight", by=alice)
    assert Ticket.objects.get(pk=double_charge.pk).last_text == "By eight"
    double_charge.redact(answer, by=alice)
    assert Ticket.objects.get(pk=double_charge.pk).last_text == ""


def test_a_first_message_that_is_removed_takes_its_words_out_of_the_subject(double_charge, sam):
    first = double_charge.messages.get(seq=1)
    assert double_charge.subject == "I was charged twice."
    double_charge.redact(first, by=sam)
    assert Ticket.objects.get(pk=double_charge.pk).subject == f"#{double_charge.pk}"


@pytest.mark.parametrize("act", ["edit", "redact"])
def test_a_colleague_may_not_touch_it(double_charge, answer, bob, act):
    words = ("Mine now",) if act == "edit" else ()
    assert refusal(lambda: getattr(double_charge, act)(answer, *words, by=bob)) == "not_yours"
    assert now(answer).text == "It is back by six"


def test_nobody_edits_what_a_customer_wrote(double_charge, sam):
    assert refusal(lambda: double_charge.edit(double_charge.messages.get(seq=1), "Thanks", by=sam)) == "not_yours"


def test_an_operator_has_a_quarter_of_an_hour_and_a_supervisor_a_week(double_charge, answer, alice, sam, new_id):
    written_ago(answer, minutes=14)
    assert double_charge.edit(answer, "In time", by=alice)
    written_ago(answer, minutes=16)
    assert refusal(lambda: double_charge.edit(answer, "Too late", by=alice)) == "too_late"
    assert refusal(lambda: double_charge.redact(answer, by=alice)) == "too_late"

    supervisors = double_charge.reply(text="I look after it", client_id=new_id(), by=sam)[0]
    written_ago(supervisors, days=6)
    assert double_charge.edit(supervisors, "I looked after it", by=sam)
    written_ago(supervisors, days=8)
    assert refusal(lambda: double_charge.edit(supervisors, "Late", by=sam)) == "too_late"


def test_a_supervisor_removes_whatever_has_to_go(double_charge, answer, sam):
    written_ago(answer, days=30)
    assert double_charge.redact(answer, by=sam)
    assert double_charge.redact(double_charge.messages.get(seq=1), by=sam)


def test_system_lines_stay_as_they_are(double_charge, alice, sam):
    double_charge.take(by=alice)
    line = double_charge.messages.get(happening="joined")
    assert refusal(lambda: double_charge.redact(line, by=sam)) == "gone"
    assert refusal(lambda: double_charge.react(line, "👍", by=sam)) == "gone"


def test_a_message_is_not_edited_into_nothing(double_charge, answer, alice):
    assert refusal(lambda: double_charge.edit(answer, "", by=alice)) == "empty"


def test_each_person_answers_once_with_each_emoji(double_charge, answer, alice, dave):
    assert double_charge.react(answer, "👍", by=alice)
    assert not double_charge.react(answer, "👍", by=alice)
    assert double_charge.react(answer, "👍", by=dave)
    assert double_charge.react(answer, "🙏", by=dave)
    assert now(answer).reactions == {"👍": [f"agent:{alice.pk}", f"customer:{dave.pk}"], "🙏": [f"customer:{dave.pk}"]}

    assert double_charge.react(answer, "👍", on=False, by=alice)
    assert not double_charge.react(answer, "👍", on=False, by=alice)
    assert double_charge.react(answer, "🙏", on=False, by=dave)
    assert now(answer).reactions == {"👍": [f"customer:{dave.pk}"]}


@pytest.mark.parametrize("emoji", ["", "x", "<b>", "👍👍", "🏴‍☠️"])
def test_what_is_no_emoji_of_ours_is_refused(double_charge, answer, alice, emoji):
    assert refusal(lambda: double_charge.react(answer, emoji, by=alice)) == "unknown_emoji"


def test_a_customer_does_not_reach_a_note(double_charge, secret, dave):
    assert refusal(lambda: double_charge.react(secret, "👍", by=dave)) == "unknown_emoji"


def test_events_say_who_and_which_and_never_what(double_charge, answer, alice):
    double_charge.edit(answer, "Purple elephants", by=alice)
    double_charge.redact(answer, by=alice)
    told = Event.objects.filter(name__startswith="ticket.message_").exclude(name="ticket.message_added").order_by("pk")
    assert [event.name for event in told] == ["ticket.message_edited", "ticket.message_redacted"]
    for event in told:
        assert (event.actor_kind, event.actor_id, event.payload["message_id"]) == ("agent", alice.pk, answer.pk)
        assert "elephants" not in str(event.payload)


@pytest.mark.django_db(transaction=True)
def test_twenty_who_answer_at_once_are_all_counted(double_charge, cards, at_once, alice, new_id):
    from tests.conftest import person

    answer = double_charge.reply(text="Done", client_id=new_id(), by=alice)[0]
    people = [person(f"Agent{number}", cards) for number in range(20)]
    at_once(20, lambda n: Ticket.objects.get(pk=double_charge.pk).react(answer, "🎉", by=people[n]))
    assert len(now(answer).reactions["🎉"]) == 20
