"""The figures of delivery: summed up an hour at a time, and anew whenever something of an old hour becomes known."""

from datetime import UTC, datetime, timedelta

import structlog
from django.db.models import Count, F, FloatField, Max, Q, Sum
from django.db.models.functions import Cast, Coalesce, Extract, Now, TruncHour

from core.sends import State
from notifications.models import Category, DeliveryAlarm, Figure, Step
from notifications.models.notification import trying_out

logger = structlog.get_logger(__name__)

# What was being written while the last roll read: it is read again.
MARGIN = timedelta(minutes=2)
# An alarm judges the attempts of the last hour that had a minute to arrive, and only when there are enough of them.
JUDGED = timedelta(hours=1)
PATIENCE = timedelta(minutes=1)
FEWEST = 20
# So that a share at the threshold does not open and close an alarm every minute.
HYSTERESIS = 2

DELIVERED, FAILED = Q(state=State.DELIVERED), Q(state=State.FAILED)
SUMS = {
    "sent": Count("pk"),
    "delivered": Count("pk", filter=DELIVERED),
    "failed": Count("pk", filter=FAILED),
    "unknown": Count("pk", filter=~(DELIVERED | FAILED)),
    "late": Count("pk", filter=Q(late=True)),
}
TRYING_OUT = trying_out("notification__source")
KEYS = ("hour", "category", "channel", "provider", "country")


def roll(*, since: datetime | None = None) -> int:
    """Sum up every hour that something was learned of since then, or since the last time; the number of hours.

    Repeats do no harm.
    """
    hours = _changed_since(since or Figure.objects.aggregate(last=Max("rolled_at"))["last"])
    if hours:
        Figure.objects.filter(hour__in=hours).delete()
        Figure.objects.bulk_create(_figures(hours), batch_size=1000)
    return len(hours)


def _changed_since(last: datetime | None) -> list[datetime]:
    steps = _called()
    if last is not None:
        since = last - MARGIN
        steps = steps.filter(Q(called_at__gte=since) | Q(settled_at__gte=since))
    return list(steps.values_list("hour", flat=True).distinct().order_by())


def _figures(hours: list[datetime]) -> list[Figure]:
    steps = _called().filter(called_at__gte=min(hours), called_at__lt=max(hours) + timedelta(hours=1), hour__in=hours)
    took = Cast(Extract(F("settled_at") - F("called_at"), "epoch"), FloatField())
    seconds = Coalesce(Sum(took, filter=DELIVERED), 0.0)
    rows = steps.values("hour", "channel", "provider", "country", category=F("notification__category_id"))
    return [
        Figure(**{"category_id" if name == "category" else name: value for name, value in row.items()})
        for row in rows.order_by().annotate(**SUMS, seconds=seconds)
    ]


def _called():
    """In whole hours of UTC: the figures are the same for readers of all zones."""
    called = Step.objects.exclude(called_at=None).exclude(notification__category=None).exclude(TRYING_OUT)
    return called.annotate(hour=TruncHour("called_at", tzinfo=UTC))


def judge() -> None:
    """Open an alarm where too few arrive, and close those that are over."""
    still_open = {(each.category_id, each.channel): each for each in _open_alarms()}
    watched = {each.pk: each for each in Category.objects.exclude(alarm_below=None)}
    limits = {each.pk: each.alarm_below or 0 for each in watched.values()}
    shares = _shares(watched)
    for (category, channel), (sent, share) in shares.items():
        if sent >= FEWEST and share < limits[category]:
            _open(watched[category], channel, share, known=(category, channel) in still_open)
    for key, alarm in still_open.items():
        if _is_over(alarm, watched.get(key[0]), *shares.get(key, (0, 0.0))):
            logger.info("delivery_alarm_closed", category=alarm.category.slug, channel=alarm.channel)
            alarm.close()


def _open_alarms():
    return DeliveryAlarm.objects.filter(closed_at=None).select_related("category")


def _shares(watched) -> dict[tuple[int, str], tuple[int, float]]:
    """How many were sent of late, and which percentage of them arrived."""
    steps = Step.objects.filter(called_at__gte=Now() - JUDGED, called_at__lt=Now() - PATIENCE).exclude(TRYING_OUT)
    rows = steps.filter(notification__category__in=watched).values("notification__category", "channel").order_by()
    counted = rows.annotate(sent=SUMS["sent"], delivered=SUMS["delivered"])
    return {
        (row["notification__category"], row["channel"]): (row["sent"], 100 * row["delivered"] / row["sent"])
        for row in counted
    }


def _open(category: Category, channel: str, share: float, *, known: bool) -> None:
    if not known:
        logger.warning("delivery_alarm_opened", category=category.slug, channel=channel, share=round(share, 1))
    DeliveryAlarm.open(category, channel, share=share)


def _is_over(alarm: DeliveryAlarm, category: Category | None, sent: int, share: float) -> bool:
    """Nobody watches it any more, nothing is sent any more, or enough arrives again, with something to spare."""
    if category is None or not sent:
        return True
    return sent >= FEWEST and share >= min(category.alarm_below + HYSTERESIS, 100)  # type: ignore[operator]
