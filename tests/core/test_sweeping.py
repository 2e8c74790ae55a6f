from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from core.models import Job
from core.sweeps import registry
from core.sweeps.claiming import run_due, tick
from core.sweeps.jobs import _jobs, job, plan_jobs
from core.sweeps.lateness import oldest_due
from tests.core.sending.models import Reminder


@pytest.fixture
def reminders(only_sweep):
    only_sweep("reminders")
    return registry._sweeps["reminders"]


def test_a_due_row_is_handled_once(db, reminders):
    reminder = Reminder.objects.create()

    assert run_due() == 1
    assert run_due() == 0
    reminder.refresh_from_db()
    assert reminder.handled == 1
    assert reminder.due_at is None


def test_an_idle_tick_costs_one_query(db, django_assert_num_queries):
    assert tick() == 0
    with django_assert_num_queries(1):
        assert tick() == 0


def test_a_row_of_tomorrow_waits(db, reminders):
    Reminder.objects.create(due_at=Now() + timedelta(days=1))
    assert run_due() == 0


def test_a_failing_row_is_put_aside_and_its_changes_undone(db, reminders):
    broken = Reminder.objects.create(fault="raise")
    good = Reminder.objects.create()

    run_due()

    broken.refresh_from_db()
    good.refresh_from_db()
    assert (broken.handled, good.handled) == (0, 1)
    assert broken.due_at is not None
    assert run_due() == 0, "it pauses"


def test_a_late_row_follows_the_policy_for_lateness(db, reminders, monkeypatch):
    late = []
    monkeypatch.setattr(type(reminders), "late_after", timedelta(minutes=10))
    monkeypatch.setattr(type(reminders), "handle_late", lambda self, row: late.append(row.pk) or self.handle(row))
    old = Reminder.objects.create(due_at=Now() - timedelta(hours=1))
    Reminder.objects.create(due_at=Now() - timedelta(minutes=1))

    assert run_due() == 2
    assert late == [old.pk]


def test_the_oldest_due_row_tells_how_late_we_are(db, reminders):
    assert oldest_due() == {"reminders": 0.0}
    Reminder.objects.create(due_at=Now() - timedelta(seconds=30))
    Reminder.objects.create(due_at=Now() - timedelta(seconds=90))
    assert 89 < oldest_due()["reminders"] < 100


def test_a_kind_that_cannot_be_swept_stops_no_other(db, reminders, monkeypatch):
    class Broken(registry.Sweep):
        kind = "broken"

        def due(self, now):
            return Reminder.objects.filter(due_at__lte=now)

        def handle(self, row):
            raise LookupError

        def failed(self, row, error):
            Reminder.objects.raw("SELECT nonsense FROM nowhere")[0]

    monkeypatch.setitem(registry._sweeps, "broken", Broken())
    monkeypatch.setattr(registry, "_sweeps", dict(sorted(registry._sweeps.items())))
    reminder = Reminder.objects.create()

    tick()

    reminder.refresh_from_db()
    assert reminder.handled == 1


class Together(registry.SweepTogether):
    kind = "together"
    late_after = timedelta(minutes=10)

    def __init__(self):
        self.handled = []

    def due(self, now):
        return Reminder.objects.filter(due_at__lte=now)

    def handle_all(self, rows):
        self.handled.append([row.pk for row in rows])
        Reminder.objects.filter(pk__in=self.handled[-1]).update(due_at=None, handled=F("handled") + 1)
        if any(row.fault for row in rows):
            raise ValueError

    def handle_late(self, row):
        Reminder.objects.filter(pk=row.pk).update(due_at=None)


@pytest.fixture
def together(db, monkeypatch):
    monkeypatch.setattr(registry, "_sweeps", {"together": Together()})
    return registry._sweeps["together"]


def test_rows_that_fall_due_together_are_handled_together(together):
    rows = [Reminder.objects.create().pk for _ in range(3)]
    assert run_due() == 3
    assert together.handled == [rows]


def test_a_bad_row_among_them_spoils_no_other(together):
    first, bad, last = (Reminder.objects.create(fault=fault) for fault in ("", "raise", ""))
    run_due()
    assert together.handled[0] == [first.pk, bad.pk, last.pk], "all were tried at once"
    assert dict(Reminder.objects.values_list("pk", "handled")) == {first.pk: 1, bad.pk: 0, last.pk: 1}
    assert list(Reminder.objects.exclude(due_at=None)) == [bad]
    assert run_due() == 0, "it pauses"


def test_a_late_row_among_them_follows_its_own_policy(together):
    late = Reminder.objects.create(due_at=Now() - timedelta(hours=1))
    good = Reminder.objects.create()
    assert run_due() == 2
    assert dict(Reminder.objects.values_list("pk", "handled")) == {late.pk: 0, good.pk: 1}


@pytest.mark.django_db(transaction=True)
def test_eight_workers_handle_each_row_once(reminders):
    Reminder.objects.bulk_create(Reminder() for _ in range(120))

    def work(_):
        try:
            return run_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 120
    assert set(Reminder.objects.values_list("handled", flat=True)) == {1}


@pytest.mark.requirement("L-05")
def test_a_job_runs_when_its_time_has_come_and_plans_the_next(db, only_sweep, monkeypatch):
    only_sweep("jobs")
    monkeypatch.setattr("core.sweeps.jobs._jobs", {})
    ran = []
    job("test.sweep_the_hall", every=timedelta(hours=1))(lambda: ran.append(1))

    plan_jobs()
    plan_jobs()
    run_due()
    run_due()

    assert ran == [1]
    planned = Job.objects.get(name="test.sweep_the_hall")
    assert planned.next_run_at > planned.last_run_at


def test_a_failing_job_says_so_and_comes_again(db, only_sweep, monkeypatch):
    only_sweep("jobs")
    monkeypatch.setitem(_jobs, "test.broken", (lambda: 1 / 0, timedelta(hours=1)))
    Job.objects.create(name="test.broken")
    run_due()
    assert "ZeroDivisionError" in Job.objects.get(name="test.broken").error


def test_a_kind_that_asks_this_machines_clock_is_refused(db, reminders, monkeypatch):
    def due(self, now):
        return Reminder.objects.filter(due_at__lte=timezone.now())

    monkeypatch.setattr(type(reminders), "due", due)
    with pytest.raises(ValueError, match="clock"):
        tick()
