"""A macro does all of its steps or none, by the ticket's own verbs, and takes back what can be taken back."""

import uuid

import pytest

from automation.models import Macro
from automation.running import rehearse, run, run_on, take_back, undo_token
from automation.steps import KINDS, Running
from core.models import Event
from tickets.models import CannedReply, Field, Tag, Ticket
from tickets.refusals import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R143")]


@pytest.fixture
def refund():
    return Tag.named("refund")


def now(ticket):
    return Ticket.objects.get(pk=ticket.pk)


def test_every_kind_of_step_does_its_verb(macro, double_charge, alice, bob, cards, refund, by):
    canned = CannedReply.objects.create(shortcut="done", title="Done", text="Done, {customer}.", department=cards)
    Field.objects.create(key="reason", label="Reason", kind="text")
    old = Tag.named("old")
    double_charge.tag(old, by=alice)
    every = macro(
        ("assign", "me"), ("reply", canned), ("reply", "", "Anything else?"), ("note", "", "By the book"),
        ("tag", refund), ("untag", old), ("priority", 3), ("field", "reason", "Double charge"),
        ("hold", "", "the bank"), ("snooze", "customer"), ("assign", bob), ("resolve", "", "Paid back"), ("close",),
    )  # fmt: skip
    assert {step["do"] for step in every.steps} | {"transfer"} == set(KINDS), "a kind that nobody tries here"
    run(every, double_charge, running=by(alice))
    ticket = now(double_charge)
    said = list(
        ticket.messages.filter(happening="", author_kind="agent").order_by("seq").values_list("text", flat=True)
    )
    assert said == ["Done, Dave Okafor.", "Anything else?", "By the book"]
    assert (ticket.status, ticket.assignee, ticket.priority) == ("closed", bob, 3)
    assert ticket.values == {"reason": "Double charge"} and ticket.resolution == "Paid back"
    assert list(ticket.tags.all()) == [refund]
    canned.refresh_from_db()
    every.refresh_from_db()
    assert (canned.used_count, every.used_count) == (1, 1)
    event = Event.objects.get(name="macro.run")
    assert event.payload["macro_id"] == every.pk and event.stream == f"ticket:{ticket.pk}"
    assert "Done" not in str(event.payload)


def test_one_refused_step_undoes_all_and_is_named(macro, double_charge, alice, refund, by):
    before = now(double_charge).version
    broken = macro(("tag", refund), ("reply", "", "Hello {amount}"), ("resolve",))
    with pytest.raises(Refused) as refused:
        run(broken, double_charge, running=by(alice))
    assert "Step 2" in str(refused.value.sentence) and "{amount}" in str(refused.value.sentence)
    assert (now(double_charge).version, now(double_charge).tags.count()) == (before, 0)
    assert not Event.objects.filter(name="macro.run").exists()
    assert Macro.objects.get().used_count == 0


def test_the_same_run_twice_says_it_once(macro, double_charge, alice, by):
    hello = macro(("reply", "", "Hello"))
    running = by(alice)
    run(hello, double_charge, running=running)
    run(hello, double_charge, running=running)
    assert double_charge.messages.filter(text="Hello").count() == 1


def test_what_a_colleague_wrote_meanwhile_is_read_first(macro, double_charge, alice, bob, by):
    seen = now(double_charge).last_seq
    double_charge.reply(text="I am on it", client_id=uuid.uuid4(), by=bob)
    with pytest.raises(Refused, match="stale"):
        run(macro(("reply", "", "Hello")), double_charge, running=by(alice, seen_seq=seen))
    assert not double_charge.messages.filter(text="Hello").exists()


def test_each_step_is_done_with_the_rights_of_who_runs_it(macro, double_charge, alice, transfers, bob, by, cards):
    bobs = CannedReply.objects.create(shortcut="x", title="X", text="Bob’s own", owner=bob)
    with pytest.raises(Refused, match="gone"):
        run(macro(("reply", bobs)), double_charge, running=by(alice))
    with pytest.raises(Refused, match="out_of_sight"):
        run(macro(("transfer", transfers), ("resolve",)), double_charge, running=by(alice))
    assert now(double_charge).department == cards


def test_it_is_taken_back_as_far_as_it_can_be(macro, double_charge, alice, bob, refund, by):
    double_charge.take(by=bob)
    both = macro(("reply", "", "Done"), ("tag", refund), ("priority", 4), ("assign", "me"), ("resolve",))
    done = run(both, double_charge, running=by(alice))
    token = undo_token({double_charge.pk: done}, by=alice)
    assert take_back(token, by=alice).done == [double_charge.pk]
    ticket = now(double_charge)
    assert (ticket.status, ticket.assignee, ticket.priority, ticket.tags.count()) == ("open", bob, 2, 0)
    assert ticket.messages.filter(text="Done").exists(), "what was sent stays sent"


def test_nobody_elses_undo_and_nothing_that_went_on(macro, double_charge, alice, bob, by):
    done = run(macro(("priority", 4)), double_charge, running=by(alice))
    token = undo_token({double_charge.pk: done}, by=alice)
    with pytest.raises(Refused, match="too_late"):
        take_back(token, by=bob)
    double_charge.set_priority(1, by=bob)
    assert take_back(token, by=alice).refused
    assert now(double_charge).priority == 1


def test_on_many_each_by_itself(macro, queue_of, alice, by, carol, dave, transfers):
    first, second = queue_of(2)
    second.close(by=alice)
    far, _ = Ticket.open(customer=dave, channel="email", text="Far", by=dave, department=transfers)
    outcome = run_on(macro(("resolve",)), [first.pk, second.pk, far.pk], running=by(alice))
    assert outcome.done == [first.pk]
    assert [number for number, _ in outcome.refused] == [second.pk, far.pk]
    assert now(far).status == "new"


def test_a_rehearsal_leaves_nothing_behind(macro, double_charge, alice, by, refund):
    before = now(double_charge).version, Event.objects.count()
    good = macro(("tag", refund), ("reply", "", "Hi"), ("resolve",))
    assert rehearse(good.steps, double_charge, running=by(alice)) is None
    bad = macro(("reply", "", "Hi {amount}"))
    assert "Step 1" in str(rehearse(bad.steps, now(double_charge), running=Running(alice, uuid.uuid4())).sentence)
    assert (now(double_charge).version, Event.objects.count()) == before


def test_a_kind_that_is_gone_is_refused(macro, double_charge, alice, by):
    with pytest.raises(Refused, match="unknown"):
        run(macro(("explode",)), double_charge, running=by(alice))
