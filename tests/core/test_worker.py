"""The sweeps where they really run: in Celery workers, with the broker absent and with workers killed."""

import os
import signal
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.functions import Now

from core.models import Job
from core.sends import State
from tests.core.sending.models import Reminder, Text
from tests.core.worker import NO_BROKER

SHORT = timedelta(seconds=3)

pytestmark = pytest.mark.django_db(transaction=True)


def handled(reminder):
    return Reminder.objects.filter(pk=reminder.pk, handled=1).first()


@pytest.mark.requirement("L-03", "L-04")
@pytest.mark.parametrize("pool", ["threads", "prefork"])
def test_a_due_row_is_handled_without_a_broker(start_worker, eventually, pool):
    reminder = Reminder.objects.create(due_at=Now() + timedelta(seconds=1))
    worker = start_worker(pool=pool, redis=NO_BROKER)

    assert eventually(lambda: handled(reminder), seconds=30).handled_by == str(worker.pid)


def test_a_worker_with_a_broker_stops_when_asked(start_worker, eventually):
    reminder = Reminder.objects.create()
    worker = start_worker(redis=settings.REDIS_URL)
    eventually(lambda: handled(reminder), seconds=30)
    eventually(lambda: Job.objects.filter(name="core.pulse", last_run_at__isnull=False).exists())

    worker.process.terminate()

    assert worker.process.wait(timeout=10) == 0


@pytest.mark.requirement("L-03")
def test_a_row_of_a_killed_worker_is_handled_once_by_another(start_worker, eventually):
    reminder = Reminder.objects.create(fault="hang")
    dying = start_worker(HANG="1")
    locked = "SELECT NOT EXISTS (SELECT 1 FROM sending_reminder FOR UPDATE SKIP LOCKED)"

    def is_being_handled():
        with connection.cursor() as cursor:
            cursor.execute(locked.replace("SELECT 1 FROM sending_reminder", "SELECT id FROM sending_reminder"))
            return cursor.fetchone()[0]

    eventually(is_being_handled, seconds=30)
    dying.kill()
    heir = start_worker()

    row = eventually(lambda: handled(reminder), seconds=30)
    assert row.handled_by == str(heir.pid) != str(dying.pid)


@pytest.mark.requirement("L-11", "L-12")
def test_a_send_cut_in_the_middle_of_its_call_goes_out_once(start_worker, eventually, provider):
    provider.answers = ["hold after accepting"]
    text = Text.objects.create(number="+380440000001")
    dying = start_worker(PROVIDER_URL=provider.url)
    assert eventually(provider.holding.is_set, seconds=30)
    dying.kill()
    text.refresh_from_db()
    assert text.state == State.CALLING

    Text.objects.update(due_at=Now())
    start_worker(PROVIDER_URL=provider.url)

    eventually(lambda: Text.objects.filter(state=State.ACCEPTED).exists(), seconds=30)
    assert len(provider.ledger) == 1


@pytest.mark.requirement("L-11", "L-12")
def test_kills_without_end_lose_and_double_nothing(start_worker, eventually, provider):
    Reminder.objects.bulk_create(Reminder(due_at=Now() + timedelta(milliseconds=30 * n)) for n in range(300))
    Text.objects.bulk_create(Text(number=str(number)) for number in range(100))
    workers = [start_worker(PROVIDER_URL=provider.url) for _ in range(2)]
    for number in range(2, 5):
        before = Reminder.objects.filter(handled=1).count()
        eventually(lambda seen=before: Reminder.objects.filter(handled=1).count() > seen + 10, seconds=40)
        os.killpg(workers[number - 2].pid, signal.SIGKILL)
        workers.append(start_worker(PROVIDER_URL=provider.url))

    def hurry():
        # What the killed left behind would come back by itself after 15 or 30 s; three are enough for the living.
        Text.objects.filter(state=State.CALLING, called_at__lt=Now() - SHORT).update(due_at=Now())
        Text.objects.filter(state=State.CLAIMED, due_at__lt=Now() + Text.lease - SHORT).update(due_at=Now())
        return not Text.objects.exclude(state=State.ACCEPTED).exists()

    eventually(lambda: not Reminder.objects.exclude(handled=1).exists(), seconds=60)
    eventually(hurry, seconds=60)
    assert set(Reminder.objects.values_list("handled", flat=True)) == {1}
    assert len(provider.ledger) == 100
    assert set(provider.times_sent().values()) == {1}


def test_it_survives_the_loss_of_its_connections(start_worker, eventually):
    first = Reminder.objects.create()
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(pid) FROM pg_stat_activity")
        ours = cursor.fetchone()[0]
    worker = start_worker()
    eventually(lambda: handled(first), seconds=30)

    def cut():
        """How many were cut; each is known by what it last asked, which between two looks may be a COMMIT."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> ALL(%s) AND query LIKE '%%sending%%'",
                [ours],
            )
            return cursor.fetchone()[0]

    eventually(cut)
    second = Reminder.objects.create()

    assert eventually(lambda: handled(second)).handled_by == str(worker.pid)
