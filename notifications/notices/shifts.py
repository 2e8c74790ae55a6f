"""When somebody is at work. Nobody writes rosters here: it is told by the hours of his departments and by his desk.

He is at work while his desk is open, or while one of his departments is. Of a department that answers day and night the
hours say nothing, so there it is who was at his desk within half a day.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models.hours import timetables
from accounts.models.presence import FRESH

A_SHIFT = timedelta(hours=12)
MORNING = time(9)


def in_shift(user, now: datetime) -> bool:
    seen_at = user.presence.seen_at
    if seen_at and seen_at > now - FRESH:
        return True
    came_today = bool(seen_at and seen_at > now - A_SHIFT)
    return any(table.is_open(now) and (table.week or came_today) for table in _timetables(user))


def next_shift(user, now: datetime) -> datetime:
    """When the first of his departments opens next; nine in the morning of his own clock where none ever does."""
    begins = [moment for table in _timetables(user) if table.week and (moment := table.opens_next(now))]
    return min(begins, default=_next_morning(user, now))


def _timetables(user) -> list:
    departments = [each.department for each in user.memberships.select_related("department")]
    return list(timetables(department for department in departments if department.is_active).values())


def _next_morning(user, now: datetime) -> datetime:
    here = now.astimezone(ZoneInfo(user.time_zone))
    day = here.date() + timedelta(days=here.time() >= MORNING)
    return datetime.combine(day, MORNING, here.tzinfo)
