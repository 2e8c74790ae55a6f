"""What came of a mailing: counted from its notifications' own steps."""

from dataclasses import dataclass

from django.db.models import Count, Q

from core.sends import State as SendState
from notifications.models import Mailing, Notification, OptOut, Step
from notifications.plans import CHANNELS
from notifications.reasons import meaning


@dataclass(frozen=True)
class Line:
    channel: str
    label: object
    sent: int
    delivered: int
    opened: int
    failed: int

    @property
    def percent(self) -> int | None:
        return round(self.delivered * 100 / self.sent) if self.sent else None


@dataclass(frozen=True)
class Report:
    lines: list[Line]
    states: list[tuple[str, object, int]]
    held_back: list[tuple[object, int]]
    opted_out: int
    waiting: int


def report(mailing: Mailing) -> Report:
    told = Notification.objects.filter(mailing=mailing)
    states = dict(told.order_by().values_list("state").annotate(Count("pk")))
    reasons = told.filter(state__in=["suppressed", "failed", "cancelled"]).order_by()
    why = reasons.exclude(why="").values_list("why").annotate(times=Count("pk")).order_by("-times")
    return Report(
        lines=_lines(mailing),
        states=[(str(state), state.label, states[state]) for state in Notification.State if state in states],
        held_back=[(meaning(word), times) for word, times in why],
        opted_out=_opted_out(mailing),
        waiting=states.get(Notification.State.RUNNING, 0),
    )


def _lines(mailing: Mailing) -> list[Line]:
    counted = {
        "sent": Count("pk", filter=Q(called_at__isnull=False)),
        "delivered": Count("pk", filter=Q(state=SendState.DELIVERED)),
        "opened": Count("pk", filter=Q(opened_at__isnull=False)),
        "failed": Count("pk", filter=Q(state=SendState.FAILED) & ~Q(error="no_target")),
    }
    steps = Step.objects.filter(notification__mailing=mailing).order_by().values("channel").annotate(**counted)
    found = {channel: counts for channel, *counts in steps.values_list("channel", *counted)}
    return [Line(name, label, *found[name]) for name, label in CHANNELS.items() if name in found]


def _opted_out(mailing: Mailing) -> int:
    """Of those it told, who has refused such things since."""
    if mailing.started_at is None:
        return 0
    about = Q(category=mailing.category) | Q(category=None)
    told = Notification.objects.filter(mailing=mailing).values("customer")
    since = OptOut.objects.filter(about, said_at__gte=mailing.started_at, customer__in=told)
    return since.values("customer").distinct().count()
