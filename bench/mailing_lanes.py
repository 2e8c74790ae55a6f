"""Whether a mailing to 100,000 customers delays a code: from its creation to the provider's acceptance, by one clock."""

import os
import time
import uuid
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.db.models import ExpressionWrapper, F, FloatField, Func

from bench.printing import figure, percentile
from bench.serving import working
from bench.timers import wait_until_awake
from core.actors import SYSTEM
from core.secrets import encrypt
from customers.models import Customer
from notifications.models import Category, Device, Mailing, Segment, Step
from notifications.notifying import notify

CROWD, WORKERS = 100_000, 2
ALONE, BESIDE = 15, 30
LANGUAGE = "bench"
PATIENCE = 20
WORDS = {"en": {"title": "Spring", "text": "No fees abroad until May.", "url": "https://bank.test/stories/spring"}}


def codes() -> None:
    # For the workers, and for this process, which chooses who carries a code.
    os.environ["CONSOLE_PROVIDERS"] = "true"
    settings.CONSOLE_PROVIDERS = True
    with _crowd() as customer, working(WORKERS):
        wait_until_awake()
        floor = _accepted(customer, ALONE)
        mailing = _mailing()
        began = _wait_until_it_sends(mailing)
        beside = _accepted(customer, BESIDE)
        sent = Step.objects.filter(notification__mailing=mailing, accepted_at__isnull=False).count()
        seconds = time.monotonic() - began
        mailing.refresh_from_db()
        told = {"written": mailing.made, "sent": sent, "sent_per_second": round(sent / seconds)}
        # The workers end with the block: nothing more of it is to be written while it is taken away.
        mailing.cancel(by=SYSTEM)
    late, alone = percentile(beside, 0.99), percentile(floor, 0.99)
    more = {"p50": round(percentile(beside, 0.5), 3), "lost": BESIDE + ALONE - len(beside) - len(floor)}
    figure(
        "mailing-code-delay-p99",
        late,
        "s",
        floor=alone,
        n=len(beside),
        delayed_by=round(late - alone, 3),
        **more,
        **told,
    )


def _accepted(customer: Customer, count: int) -> list[float]:
    """Seconds that each of so many codes took, one begun each second."""
    category = Category.objects.get(slug="confirmation-code")
    words = {"code": "482913", "action": "a payment"}
    begun, first = [], time.monotonic()
    for number in range(count):
        time.sleep(max(0, first + number - time.monotonic()))
        key = str(uuid.uuid4())
        begun.append(notify(category=category, customer=customer, variables=words, source="bench", key=key).pk)
    steps = Step.objects.filter(notification__in=begun, channel="push", accepted_at__isnull=False)
    end = time.monotonic() + PATIENCE
    while steps.count() < count and time.monotonic() < end:
        time.sleep(0.2)
    took = ExpressionWrapper(F("accepted_at") - F("notification__created_at"), output_field=FloatField())
    seconds = Func(took, function="EXTRACT", template="EXTRACT(EPOCH FROM %(expressions)s)::float8")
    return list(steps.annotate(seconds=seconds).values_list("seconds", flat=True))


def _mailing() -> Mailing:
    segment = Segment.objects.create(name=LANGUAGE, conditions={"language": LANGUAGE[:2], "reaches": "push"})
    advert = Category.objects.get(slug="advert")
    Category.objects.filter(pk=advert.pk).update(quiet_from=None, quiet_until=None)
    words = {"channels": ["push"], "values": WORDS, "per_minute": 60_000}
    mailing = Mailing.objects.create(name=LANGUAGE, category=advert, segment=segment, **words)
    mailing.schedule(by=SYSTEM)
    return mailing


def _wait_until_it_sends(mailing: Mailing) -> float:
    end = time.monotonic() + PATIENCE
    while not Step.objects.filter(notification__mailing=mailing, accepted_at__isnull=False).exists():
        if time.monotonic() > end:
            raise SystemExit("the mailing does not begin; see .data/bench/server.log")
        time.sleep(0.1)
    return time.monotonic()


@contextmanager
def _crowd():
    """So many customers with a device each, by two statements; gone afterwards, with all they were told."""
    _clear()
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO customers_customer (name, preferred_name, preferred_name_source, language, "
                "preferred_channel, time_zone, notes, created_at) "
                "SELECT 'Crowd', '', '', %s, '', '', '', now() FROM generate_series(1, %s)",
                [LANGUAGE, CROWD],
            )
            cursor.execute(
                "INSERT INTO notifications_device (customer_id, kind, platform, address, digest, language, seen_at, "
                "dead_because, created_at) SELECT id, 'fcm', 'android', %s, 'bench ' || id, '', now(), '', now() "
                "FROM customers_customer WHERE language = %s",
                [encrypt("token"), LANGUAGE],
            )
            cursor.execute("ANALYZE customers_customer, notifications_device")
        customer = Customer.objects.create(name="Payer", language="en")
        Device.register(kind="fcm", platform="android", address=f"bench {customer.pk}", customer=customer)
        yield customer
    finally:
        _clear()


def _clear() -> None:
    """Past the rules for people's rows: these were nobody's."""
    with connection.cursor() as cursor:
        ours = "SELECT id FROM notifications_mailing WHERE name = %(name)s"
        told = f"SELECT id FROM notifications_notification WHERE source = 'bench' OR mailing_id IN ({ours})"
        crowd = "SELECT id FROM customers_customer WHERE language = %(name)s OR name = 'Payer'"
        for statement in (
            f"DELETE FROM notifications_step WHERE notification_id IN ({told})",
            f"DELETE FROM notifications_notification WHERE id IN ({told})",
            f"DELETE FROM notifications_mailing WHERE id IN ({ours})",
            "DELETE FROM notifications_segment WHERE name = %(name)s",
            f"DELETE FROM notifications_device WHERE customer_id IN ({crowd})",
            f"DELETE FROM customers_customer WHERE id IN ({crowd})",
        ):
            cursor.execute(statement, {"name": LANGUAGE})
