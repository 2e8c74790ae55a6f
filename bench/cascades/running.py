"""The two runs: without faults, for how late an SMS leaves, and with all of them at once, for how often."""

import json
import os
import time
from contextlib import contextmanager, nullcontext

from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from bench import timers
from bench.cascades import dying, planning
from bench.cascades.judging import DONE, STORY, Verdict, judge
from bench.cascades.providing import environment, providing
from bench.printing import figure, percentile
from bench.serving import ROOT, cpu_seconds, free_port, product, working
from notifications.bench.door import Door

# A figure may take 90 seconds; the fault run is no figure.
COUNT, COUNT_WITH_FAULTS = (int(os.environ.get("BENCH_CASCADES", count)) for count in (1500, 2000))
WORKERS = 2
# At 25 a second all of this together fills two cores: docs/notifications/testbench.md.
RATE = float(os.environ.get("BENCH_CASCADES_PER_SECOND", "20"))
PATIENCE, PATIENCE_WITH_FAULTS = 30, 240
UNAVAILABLE, SILENCE = 0.05, 0.05
# All at once, unless some are chosen: BENCH_FAULTS=workers.
FAULTS = set(os.environ.get("BENCH_FAULTS", "gone,unavailable,silent,workers,redis").split(","))
# Longer than the SDK waits.
SILENT_FOR = 11


def lateness() -> None:
    with _house() as (door, workers, _env):
        verdict, seconds = _run(door, planning.targets(COUNT), patience=PATIENCE)
        spent = sum(map(cpu_seconds, workers))
    figure(
        "cascade-sms-lateness-p99",
        percentile(verdict.late, 0.99),
        "s",
        n=COUNT,
        sms=len(verdict.late),
        p50=round(percentile(verdict.late, 0.5), 2),
        max=round(max(verdict.late), 2),
        rate=RATE,
        seconds=round(seconds),
        cpu_ms_each=round(spent / COUNT * 1000, 1),
        **verdict.counts,
    )


def faults() -> None:
    """The fault run (F-27): nothing may be wrong with all of them, nor later than 5 s with one alone."""
    with _house() as (door, workers, env):
        silent = {"name": "timeout after accepting", "accepts": True, "after": SILENT_FOR}
        unavailable = {"name": "unavailable", "answer": 503}
        fcm = [[UNAVAILABLE, unavailable]] if "unavailable" in FAULTS else []
        twilio = [[SILENCE, silent]] if "silent" in FAULTS else []
        door.ask("PUT", "/rates", {"fcm": fcm, "twilio": twilio})
        plans = planning.targets(COUNT_WITH_FAULTS, gone=planning.GONE if "gone" in FAULTS else 0)
        deaths = {"workers": 0, "redis": 0}
        during = dying.in_turn(workers, env, deaths, FAULTS)
        verdict, seconds = _run(door, plans, patience=PATIENCE_WITH_FAULTS, during=during)
    figure(
        "cascade-faults",
        sum(verdict.counts.values()),
        "wrong",
        n=COUNT_WITH_FAULTS,
        faults=",".join(sorted(FAULTS)),
        p99=round(percentile(verdict.late, 0.99), 2),
        max=round(max(verdict.late), 2),
        rate=RATE,
        seconds=round(seconds),
        workers_killed=deaths["workers"],
        redis_flushed=deaths["redis"],
        **verdict.counts,
    )
    print(table(verdict))


def deaths() -> None:
    """F-02: each of two workers killed while the other goes on, then both for half a minute; no other faults."""
    with _house() as (door, workers, env):
        times = dying.Deaths(workers, env)
        count = round(times.LASTING * RATE)
        verdict, _seconds = _run(door, planning.targets(count), patience=PATIENCE, during=times.dying())
    alone = [late for due, late in verdict.texts if times.is_alone(due)]
    figure(
        "cascade-one-worker-left-p99",
        percentile(alone, 0.99),
        "s",
        n=count,
        sms=len(alone),
        max=round(max(alone), 2),
        rate=RATE,
        caught_up=round(times.caught_up, 1),
        **verdict.counts,
    )


def table(verdict: Verdict) -> str:
    lines = ["| push | proved in time | SMS at the provider | the SMS stands | cascades |", "|---|---|---|---|---|"]
    for (push, timely, texts, sms), count in sorted(verdict.table.items(), key=lambda row: -row[1]):
        lines.append(f"| {push} | {'yes' if timely else 'no'} | {texts} | {sms} | {count} |")
    return "\n".join(lines)


@contextmanager
def _house():
    """Providers, a web process for receipts and callbacks, and workers; nothing of it stays."""
    call_command("migrate", verbosity=0, interactive=False)
    port = free_port()
    with providing(free_port(), ROOT / ".data/bench/providers.log") as door:
        env = environment(door) | {"PUBLIC_URL": f"http://127.0.0.1:{port}"}
        account = json.loads(env["FIREBASE_CREDENTIALS"])
        try:
            with (
                product(port=port, **env),
                working(WORKERS, **env) as workers,
                override_settings(FIREBASE_CREDENTIALS=account),
            ):
                timers.wait_until_awake()
                yield door, workers, env
        finally:
            planning.forget()


def _run(door: Door, plans: dict, *, patience: float, during=None) -> tuple[Verdict, float]:
    people = planning.found(len(plans))
    door.plan(plans)
    began = time.monotonic()
    with during or nullcontext():
        planning.tell_all(people, RATE)
    _wait(len(people), time.monotonic() + planning.SPREAD + patience)
    # What would be done twice is done by now, and every receipt has come.
    time.sleep(2)
    with connection.cursor() as cursor:
        cursor.execute(STORY, [planning.SLUG])
        rows = cursor.fetchall()
    return judge(rows, door.ledger()), time.monotonic() - began


def _wait(count: int, end: float) -> None:
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(DONE, [planning.SLUG])
            if cursor.fetchone()[0] >= count:
                return
            time.sleep(0.5)
