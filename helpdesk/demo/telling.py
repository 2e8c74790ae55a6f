"""What customers were told over the last month, as if by the bank's systems: settled rows that no sweep touches."""

from datetime import datetime, timedelta
from random import Random

from customers.models import Customer, Identity
from helpdesk.demo.outcomes import Told
from notifications import figures
from notifications.models import Category, DeliveryAlarm, Notification, Step

SOURCE = "demo:core-banking"
LONGEST = timedelta(days=30)
# Between two notifications, by the hour of the day: a bank's customers sleep too.
GAPS = {range(7): 75.0, range(7, 10): 18.0, range(10, 20): 10.0, range(20, 24): 24.0}
SHARES = {
    "card-transaction": 55, "incoming-transfer": 17, "confirmation-code": 16, "support-chat": 5, "advert": 7
}  # fmt: skip
ALARMS = {"card-transaction": 70, "confirmation-code": 70}
# When SMS of an operator did not arrive, and whose they were.
BAD_DAY, BAD_HOURS = timedelta(days=9, hours=3), timedelta(hours=2)


def told(cast: dict, *, now: datetime) -> int:
    """The month before the first start; later, what is missing up to now. The number of notifications added."""
    last = Notification.objects.filter(source=SOURCE).order_by("-pk").values_list("created_at", flat=True).first()
    begin = max(last or now - LONGEST, now - LONGEST)
    history = list(_history(cast, begin, until=now - timedelta(minutes=2), bad=now - BAD_DAY))
    Notification.objects.bulk_create([each.notification for each in history], batch_size=1000)
    Step.objects.bulk_create([step for each in history for step in each.steps], batch_size=1000)
    if last is None:
        _watch(now - BAD_DAY)
    figures.roll(since=begin)
    return len(history)


def _history(cast: dict, begin: datetime, *, until: datetime, bad: datetime):
    # The first history is the same for everybody: a picture of the docs shows what a reader will see. What is added
    # later has keys of its own however often a day the demo starts.
    is_first = until - begin > LONGEST - timedelta(hours=1)
    chance = Random(int(begin.timestamp()) // (86400 if is_first else 1))  # noqa: S311 - a history, no secret
    categories = {each.slug: each for each in Category.objects.filter(slug__in=SHARES).prefetch_related("templates")}
    people = _people(cast)
    at = begin + _gap(begin, chance)
    while categories and at < until:
        slug = chance.choices(list(categories), [SHARES[each] for each in categories])[0]
        customer, phone = chance.choice(people)
        is_bad = bad <= at < bad + BAD_HOURS
        yield Told(categories[slug], customer, phone, at, chance, is_bad=is_bad, source=SOURCE)
        at += timedelta(minutes=1) if is_bad else _gap(at, chance)


def _gap(at: datetime, chance: Random) -> timedelta:
    mean = next(minutes for hours, minutes in GAPS.items() if at.hour in hours)
    return timedelta(minutes=chance.uniform(0.2, 1.8) * mean)


def _people(cast: dict) -> list[tuple[Customer, str]]:
    """Everybody with a number, Dave five times: it is his history that visitors look at."""
    phones = dict(Identity.objects.filter(kind="phone").values_list("customer_id", "value"))
    known = [(each, phones.get(each.pk, "")) for each in cast.values() if isinstance(each, Customer)]
    return known + [(cast["dave"], phones.get(cast["dave"].pk, ""))] * 4


def _watch(bad: datetime) -> None:
    """Thresholds where nobody has set any, and the alarm of that bad day."""
    for slug, limit in ALARMS.items():
        Category.objects.filter(slug=slug, alarm_below=None).update(alarm_below=limit)
    if category := Category.objects.filter(slug="card-transaction").first():
        DeliveryAlarm.objects.create(
            category=category,
            channel="sms",
            threshold=ALARMS[category.slug],
            share=73.5,
            worst=31.4,
            opened_at=bad + timedelta(minutes=24),
            closed_at=bad + BAD_HOURS + timedelta(minutes=51),
        )
