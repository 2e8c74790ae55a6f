from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from core.actors import SYSTEM
from core.events.kinds import on
from core.events.recording import record
from core.events.relay import TRIES
from core.models import Event, Reaction
from core.sweeps.claiming import run_due

pytestmark = [pytest.mark.usefixtures("listeners"), pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _only_the_relay(only_sweep):
    only_sweep("reactions")


def tell(event):
    with transaction.atomic():
        return record(event, by=SYSTEM)


def pass_the_pause():
    Reaction.objects.update(due_at=Now())


def test_a_handler_gets_the_event_and_its_row(lamp_broke):
    got = []
    on(lamp_broke)(lambda event, row: got.append((event, row)))
    row = tell(lamp_broke(lamp_id=7))

    assert run_due() == 1
    assert got == [(lamp_broke(lamp_id=7), row)]
    assert not Reaction.objects.exists()


def test_a_failing_handler_holds_back_no_other(lamp_broke):
    got = []

    @on(lamp_broke)
    def broken(event, row):
        Event.objects.create(name="left.behind", payload={}, actor_kind="system")
        raise ValueError("dave@demo.test said: hello")

    on(lamp_broke)(lambda event, row: got.append(event.lamp_id))
    for number in range(5):
        tell(lamp_broke(lamp_id=number))

    run_due()

    assert got == [0, 1, 2, 3, 4]
    assert Reaction.objects.count() == 5
    left = Reaction.objects.first()
    assert left.attempts == 1
    assert left.failed_at is None
    assert "ValueError in broken" in left.error
    assert "dave" not in left.error
    assert not Event.objects.filter(name="left.behind").exists(), "what the failing handler did is undone"


def test_it_tries_again_and_gives_up_visibly(lamp_broke):
    @on(lamp_broke)
    def broken(event, row):
        raise ValueError

    tell(lamp_broke(lamp_id=7))
    for _ in range(TRIES):
        assert run_due() == 1
        assert run_due() == 0, "a failed row pauses"
        pass_the_pause()

    assert run_due() == 0
    left = Reaction.objects.get()
    assert left.attempts == TRIES
    assert left.failed_at is not None


def test_it_succeeds_at_the_second_try(lamp_broke):
    tries = []

    @on(lamp_broke)
    def shaky(event, row):
        tries.append(row.pk)
        if len(tries) == 1:
            raise ValueError

    tell(lamp_broke(lamp_id=7))
    run_due()
    pass_the_pause()
    run_due()

    assert len(tries) == 2
    assert not Reaction.objects.exists()


def test_an_ordered_handler_waits_for_the_earlier_event_of_its_stream(lamp_broke):
    got, faults = [], [True]

    @on(lamp_broke, ordered=True)
    def careful(event, row):
        if event.lamp_id == 1 and faults:
            raise ValueError
        got.append(event.lamp_id)

    for number, hall in [(1, "north"), (2, "north"), (3, "south")]:
        tell(lamp_broke(lamp_id=number, hall=hall))

    run_due()
    assert got == [3]

    faults.clear()
    pass_the_pause()
    run_due()
    assert got == [3, 1, 2]


def test_a_handler_of_another_release_waits(lamp_broke):
    row = tell(lamp_broke(lamp_id=7))
    Reaction.objects.create(event=row, handler="tickets.reactions.of_tomorrow")
    run_due()
    assert Reaction.objects.get().attempts == 1


def test_eight_workers_run_each_reaction_once(lamp_broke):
    def count(event, row):
        Event.objects.create(name="counted", payload={"lamp": event.lamp_id}, actor_kind="system")

    on(lamp_broke)(count)
    for number in range(100):
        tell(lamp_broke(lamp_id=number, hall=str(number % 7)))

    def work(_):
        try:
            return run_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 100
    assert sorted(Event.objects.filter(name="counted").values_list("payload__lamp", flat=True)) == list(range(100))


def test_ordered_streams_stay_in_order_with_eight_workers(lamp_broke):
    def count(event, row):
        Event.objects.create(name="counted", stream=row.stream, payload={"lamp": event.lamp_id}, actor_kind="system")

    on(lamp_broke, ordered=True)(count)
    for number in range(60):
        tell(lamp_broke(lamp_id=number, hall=str(number % 3)))

    def work(_):
        try:
            while Reaction.objects.exists():
                run_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    for hall in range(3):
        told = Event.objects.of(f"hall:{hall}").filter(name="counted").values_list("payload__lamp", flat=True)
        assert list(told) == list(range(hall, 60, 3))


def test_a_locked_row_is_left_to_its_worker(lamp_broke):
    got = []
    on(lamp_broke)(lambda event, row: got.append(event.lamp_id))
    tell(lamp_broke(lamp_id=1))

    def elsewhere():
        try:
            return run_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Reaction.objects.select_for_update().get()
        assert pool.submit(elsewhere).result(timeout=5) == 0
    assert run_due() == 1


def test_what_is_not_due_yet_waits(lamp_broke):
    on(lamp_broke)(lambda event, row: None)
    tell(lamp_broke(lamp_id=1))
    Reaction.objects.update(due_at=F("due_at") + timedelta(hours=1))
    assert run_due() == 0
