"""A test run from its start to the day its customers go."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.events.recording import record
from core.sends import MOVING, State
from customers.models import Customer, Identity
from notifications.bench.door import door
from notifications.bench.faults import ALL_WELL, TROUBLES, Trouble
from notifications.events import TestRunStarted
from notifications.ledger.life import Life, life_of
from notifications.ledger.listing import with_steps
from notifications.models import Category, Device, Notification, TestRun
from notifications.notifying import notify

NAME = "Test bench"
# Receipts and callbacks that come after all is settled have come by then.
AFTERMATH = timedelta(seconds=3)


@dataclass(kw_only=True)
class Lane:
    """One cascade of a run: what it was to suffer, how it lives, and whether it did what was expected."""

    fault: str
    life: Life
    texts: int
    is_over: bool

    @property
    def trouble(self) -> Trouble:
        return TROUBLES[self.fault]

    @property
    def stands(self) -> str:
        """good, bad, or wait while it is not known."""
        if self.texts > self.trouble.texts:
            return "bad"
        if not self.is_over:
            return "wait"
        return "good" if self.texts == self.trouble.texts == self._arrived else "bad"

    @property
    def _arrived(self) -> int:
        """SMS whose callbacks were understood: all of them say that it was delivered, in whatever order."""
        return sum(step.channel == "sms" and step.state == State.DELIVERED for step in self.life.steps)

    @cached_property
    def result(self) -> dict:
        return {"fault": self.fault, "expected": self.trouble.texts, "texts": self.texts, "stands": self.stands}


def start(*, category: Category, count: int, faults: list[str], by) -> TestRun:
    """Raises OSError when the local providers do not answer; then nothing is left of it."""
    with transaction.atomic():
        run = TestRun.objects.create(category=category, count=count, faults=faults or [ALL_WELL], started_by=by)
        plans: dict[str, dict] = {}
        people = [_customer(run, number, plans) for number in range(count)]
        # They must know what to do before the first push comes.
        door().plan(plans)
        variables = {each["name"]: each.get("example", "") for each in category.variables}
        for number, person in enumerate(people):
            asked = {"category": category, "customer": person, "variables": variables}
            notify(source=run.source, key=str(number), begin=False, **asked)  # type: ignore[arg-type]
        record(TestRunStarted(run_id=run.pk, cascades=count), by=by)
    return run


def lanes_of(run: TestRun) -> list[Lane]:
    """Judged by what the providers took, and not by what we believe to have sent. Raises OSError without them."""
    told = list(with_steps(Notification.objects.filter(source=run.source)).order_by("pk"))
    came = Counter(each["target"] for each in door().ledger(*_numbers(run))["twilio"])
    return [
        Lane(
            fault=fault_of(run, int(one.key)),
            life=life_of(one, sees_contacts=True),
            texts=came[number_of(run, int(one.key))],
            is_over=_is_over(one),
        )
        for one in told
    ]


def finish(run: TestRun) -> None:
    """Its customers go, with all that was told to them; what was proved stays. Under the run's lock."""
    try:
        results = [lane.result for lane in lanes_of(run)]
    except OSError:
        # The providers' ledger has gone with them.
        results = []
    told = Notification.objects.filter(source=run.source)
    people = list(told.values_list("customer", flat=True))
    told.delete()
    Device.objects.filter(customer__in=people).delete()
    Identity.objects.filter(customer__in=people).delete()
    Customer.objects.filter(pk__in=people, name__startswith=NAME).delete()
    TestRun.objects.filter(pk=run.pk).update(due_at=None, results=results)


def fault_of(run: TestRun, number: int) -> str:
    return run.faults[number % len(run.faults)]


def number_of(run: TestRun, number: int) -> str:
    """None that anybody has: the numbers of a hundred thousand runs are all different."""
    return f"+3800{run.pk % 100_000:05}{number:02}"


def _numbers(run: TestRun) -> list[str]:
    return [number_of(run, number) for number in range(run.count)]


def _customer(run: TestRun, number: int, plans: dict[str, dict]) -> Customer:
    person = Customer.objects.create(name=f"{NAME} {run.pk}/{number + 1}", language=settings.LANGUAGE_CODE)
    Identity.objects.create(customer=person, kind=Identity.Kind.PHONE, value=number_of(run, number))
    trouble = TROUBLES[fault_of(run, number)]
    plans[_device(run, number, person)] = trouble.device(run.category.steps[0]["seconds"])
    if trouble.number:
        plans[number_of(run, number)] = trouble.number
    return person


def _device(run: TestRun, number: int, person: Customer) -> str:
    """Apps and browsers by turns; what the providers call it."""
    if number % 2 and settings.VAPID_PRIVATE_KEY:
        made = door().subscribe()
        address, target = json.dumps(made["subscription"]), made["target"]
        Device.register(kind=Device.Kind.WEBPUSH, platform="web", address=address, customer=person)
        return target
    token = f"bench-{run.pk}-{number}"
    Device.register(kind=Device.Kind.FCM, platform="android", address=token, customer=person)
    return token


def _is_over(one: Notification) -> bool:
    # A push that its provider does not take is tried on beside the SMS.
    steps = [step for step in one.steps.all() if step.position == one.position]
    if one.state == Notification.State.RUNNING or any(step.state in MOVING for step in steps):
        return False
    ends = [each for step in steps for each in (step.accepted_at, step.settled_at) if each]
    return max(ends, default=one.created_at) + AFTERMATH < timezone.now()
