"""When somebody who writes now is answered, as a sentence in the reader's language, on the reader's clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

MINUTE = timedelta(minutes=1)
SHORT, LONG = timedelta(minutes=90), timedelta(hours=48)
WEEK = 7
# Some languages bend the day after "on".
DAYS = (
    pgettext_lazy("on which day", "Monday"),
    pgettext_lazy("on which day", "Tuesday"),
    pgettext_lazy("on which day", "Wednesday"),
    pgettext_lazy("on which day", "Thursday"),
    pgettext_lazy("on which day", "Friday"),
    pgettext_lazy("on which day", "Saturday"),
    pgettext_lazy("on which day", "Sunday"),
)


@dataclass(frozen=True)
class Promise:
    """`is_open` is None where nobody is named who could promise."""

    is_open: bool | None
    sentence: str


def promised(
    department,
    *,
    owed: datetime | None,
    now: datetime,
    zone: ZoneInfo,
    since: datetime | None = None,
    pace: timedelta | None = None,
) -> Promise:
    """Of a department to somebody whose answer is owed by a time already, or who has not written yet.

    `pace` is how long people have waited there of late, `since` when this one began to: where the line is slower
    than the department's own promise, nobody is told what will not be kept.
    """
    is_open = department.is_open(now)
    if owed is not None:
        if pace and since and owed > now:
            owed = max(owed, since + pace)
        return Promise(is_open, _left(owed, now, zone))
    return Promise(is_open, _open(department, now, zone, pace) if is_open else _closed(department, now, zone))


def _open(department, now: datetime, zone: ZoneInfo, pace: timedelta | None) -> str:
    """What the closing hour would cut off is promised for when it comes."""
    span = max(department.reply_within, _rounded(pace) if pace else MINUTE)
    due = department.timetable.after(now, span)
    if due is not None and due - now <= span:
        return _within(span)
    return _by(due, now, zone)


def _closed(department, now: datetime, zone: ZoneInfo) -> str:
    opens = department.opens_next(now)
    if opens is None:
        return _("Write now, we answer as soon as we can.")
    away, when = _when(opens, now, zone)
    if away == 0:
        return _("We are back today at %(time)s. Write now, we answer then.") % when
    if away == 1:
        return _("We are back tomorrow at %(time)s. Write now, we answer then.") % when
    return _("We are back on %(day)s at %(time)s. Write now, we answer then.") % when


def _left(owed: datetime, now: datetime, zone: ZoneInfo) -> str:
    """No pretending when a promise is broken."""
    left = owed - now
    if left <= timedelta(0):
        return _("This takes longer than we promised. Your message is not forgotten.")
    return _within(_rounded(left)) if left <= SHORT else _by(owed, now, zone)


def _rounded(span: timedelta) -> timedelta:
    """Up to the next five minutes."""
    return -(-span // (5 * MINUTE)) * 5 * MINUTE


def _within(span: timedelta) -> str:
    if span <= SHORT:
        count = max(1, round(span / MINUTE))
        return ngettext("We reply within about %(count)s minute", "We reply within about %(count)s minutes", count) % {
            "count": count
        }
    if span <= LONG:
        count = round(span / timedelta(hours=1))
        return ngettext("We reply within about %(count)s hour", "We reply within about %(count)s hours", count) % {
            "count": count
        }
    count = round(span / timedelta(days=1))
    return ngettext("We reply within about %(count)s day", "We reply within about %(count)s days", count) % {
        "count": count
    }


def _by(due: datetime | None, now: datetime, zone: ZoneInfo) -> str:
    if due is None:
        return _("Write now, we answer as soon as we can.")
    away, when = _when(due, now, zone)
    if away == 0:
        return _("We reply today by %(time)s") % when
    if away == 1:
        return _("We reply tomorrow by %(time)s") % when
    return _("We reply by %(time)s on %(day)s") % when


def _when(moment: datetime, now: datetime, zone: ZoneInfo) -> tuple[int, dict]:
    """Days from today on the reader's calendar, and the words for the day and the time."""
    then = moment.astimezone(zone)
    away = (then.date() - now.astimezone(zone).date()).days
    day = DAYS[then.weekday()] if away < WEEK else formats.date_format(then, "j E")
    return away, {"day": day, "time": formats.date_format(then, "G:i")}
