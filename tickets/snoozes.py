"""When a snoozed ticket comes back, in the agent's own time zone."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils.translation import gettext as _

MORNING = time(9)
LATER = timedelta(hours=3)
LAST_HOUR = 21
MONDAY = 0
# The customer's next message wakes every snooze; this one nothing else does.
UNTIL_THE_CUSTOMER_WRITES = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Choice:
    key: str
    title: str
    until: datetime

    @property
    def is_timeless(self) -> bool:
        return self.until == UNTIL_THE_CUSTOMER_WRITES


def choices(now: datetime) -> list[Choice]:
    """`now` on the agent's clock. Late in the evening "later today" is no more; on a Sunday Monday is tomorrow."""
    found = []
    later = (now + LATER).replace(minute=0, second=0, microsecond=0)
    if later.date() == now.date() and later.hour <= LAST_HOUR:
        found.append(Choice("later", _("Later today"), later))
    tomorrow = _morning(now, days=1)
    found.append(Choice("tomorrow", _("Tomorrow morning"), tomorrow))
    if tomorrow.weekday() != MONDAY:
        found.append(Choice("monday", _("Monday"), _morning(now, days=7 - now.weekday())))
    found.append(Choice("customer", _("Until the customer writes"), UNTIL_THE_CUSTOMER_WRITES))
    return found


def _morning(now: datetime, *, days: int) -> datetime:
    return datetime.combine(now.date() + timedelta(days=days), MORNING, tzinfo=now.tzinfo)
