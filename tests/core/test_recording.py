import pytest
from django.db import DatabaseError, transaction
from django.db.transaction import TransactionManagementError

from core.actors import SYSTEM, Actor
from core.events.kinds import live, on
from core.events.recording import record, record_all
from core.models import Event, Reaction

pytestmark = pytest.mark.usefixtures("listeners")


def test_an_event_is_written_with_its_actor_stream_and_payload(db, lamp_broke):
    row = record(lamp_broke(lamp_id=7, hall="north"), by=Actor("agent", 3))

    row = Event.objects.get(pk=row.pk)
    assert (row.name, row.stream, row.actor_kind, row.actor_id) == ("test.lamp_broke", "hall:north", "agent", 3)
    assert row.restore() == lamp_broke(lamp_id=7, hall="north")
    assert row.happened_at is not None


def test_a_kind_nobody_listens_to_costs_one_query(db, lamp_broke, django_assert_num_queries):
    with django_assert_num_queries(1):
        record(lamp_broke(lamp_id=7), by=SYSTEM)
    assert not Reaction.objects.exists()


def test_three_listeners_cost_one_query_more(db, lamp_broke, django_assert_num_queries):
    for name in "abc":
        handler = lambda event, row: None  # noqa: E731
        handler.__qualname__ = name
        on(lamp_broke)(handler)

    with django_assert_num_queries(2):
        record(lamp_broke(lamp_id=7), by=SYSTEM)
    assert Reaction.objects.count() == 3


def test_live_listeners_hear_of_it_after_the_commit(db, lamp_broke, django_capture_on_commit_callbacks):
    heard = []
    live(lamp_broke)(heard.append)

    with django_capture_on_commit_callbacks(execute=True):
        event = lamp_broke(lamp_id=7)
        record(event, by=SYSTEM)
        assert heard == []
    assert heard == [event]


def test_many_are_written_at_once_and_told_together_to_whoever_wants_it(
    db, lamp_broke, django_capture_on_commit_callbacks
):
    alone, together = [], []
    live(lamp_broke)(alone.append)
    live(lamp_broke, together=True)(together.append)
    on(lamp_broke)(lambda event, row: None)
    events = [lamp_broke(lamp_id=number, hall="north") for number in range(3)]

    with django_capture_on_commit_callbacks(execute=True):
        record_all([(event, SYSTEM) for event in events])
    assert [row.restore() for row in Event.objects.of("hall:north")] == events
    assert [reaction.event.restore() for reaction in Reaction.objects.order_by("pk")] == events
    assert (alone, together) == (events, [events])

    with django_capture_on_commit_callbacks(execute=True):
        record(events[0], by=SYSTEM)
    assert together[1:] == [[events[0]]]


def test_a_dead_live_listener_spoils_nothing(db, lamp_broke, django_capture_on_commit_callbacks):
    heard = []

    @live(lamp_broke)
    def dead(event):
        raise ConnectionError

    live(lamp_broke)(heard.append)
    with django_capture_on_commit_callbacks(execute=True):
        record(lamp_broke(lamp_id=7), by=SYSTEM)
    assert len(heard) == 1


@pytest.mark.requirement("L-01")
@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_told(lamp_broke):
    heard = []
    live(lamp_broke)(heard.append)
    on(lamp_broke)(lambda event, row: None)

    with transaction.atomic():
        record(lamp_broke(lamp_id=7), by=SYSTEM)
        transaction.set_rollback(True)

    assert not heard
    assert not Event.objects.filter(name="test.lamp_broke").exists()
    assert not Reaction.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_it_refuses_to_stand_outside_a_transaction(lamp_broke):
    with pytest.raises(TransactionManagementError):
        record(lamp_broke(lamp_id=7), by=SYSTEM)


def test_the_trail_cannot_be_rewritten(db, lamp_broke):
    row = record(lamp_broke(lamp_id=7), by=SYSTEM)
    with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
        Event.objects.filter(pk=row.pk).update(actor_id=9)
    row.refresh_from_db()
    assert row.actor_id is None


def test_a_row_of_another_release_can_still_be_read(db, lamp_broke):
    row = Event.objects.create(name="test.lamp_broke", payload={"lamp_id": 7, "colour": "red"}, actor_kind="system")
    assert row.restore() == lamp_broke(lamp_id=7)
