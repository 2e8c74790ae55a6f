"""The arithmetic of opening hours, on a department's own clock: days off, nights, clocks that are put on or back.

All moments that go in and come out are aware. What is counted is real time: an hour that the clock repeats counts
twice, one that it leaves out does not count.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDNIGHT = time(0)
DAY = timedelta(days=1)
# Who does not open within a year does not open.
HORIZON = 366
ALWAYS = {weekday: ((MIDNIGHT, MIDNIGHT),) for weekday in range(7)}


@dataclass(frozen=True)
class Opening:
    """From the moment the door opens until the moment it closes, that one not included."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True)
class Timetable:
    """Hours of the week (`{weekday: ((opens, closes), ...)}`; closing at 00:00 is the day's end) and days off.

    No hours at all: day and night. A night is two rows, up to 00:00 and from 00:00 on; together they are one opening.
    """

    zone: ZoneInfo
    week: dict[int, tuple[tuple[time, time], ...]]
    days_off: frozenset[date] = frozenset()

    def opening(self, now: datetime) -> Opening | None:
        """The one that `now` lies in, or else the next; None if there is none within a year."""
        return next(self.openings(now), None)

    def is_open(self, now: datetime) -> bool:
        opening = self.opening(now)
        return opening is not None and opening.begins <= now

    def opens_next(self, now: datetime) -> datetime | None:
        """When the door opens after `now`. None: never again, or it does not close before."""
        return next((opening.begins for opening in self.openings(now) if opening.begins > now), None)

    def closes_next(self, now: datetime) -> datetime | None:
        """Until when it is open now; None when it is closed, or does not close within a year."""
        opening = self.opening(now)
        within = now + (HORIZON - 2) * DAY
        return opening.ends if opening and opening.begins <= now and opening.ends < within else None

    def after(self, now: datetime, span: timedelta) -> datetime | None:
        """The moment when `span` of open time has passed since `now`; None if a year does not hold so much."""
        left = span
        for opening in self.openings(now):
            begins = max(opening.begins, now.astimezone(UTC))
            if opening.ends - begins >= left:
                return begins + left
            left -= opening.ends - begins
        return None

    def openings(self, now: datetime) -> Iterator[Opening]:
        """From the one that `now` lies in, in order; those that touch are one."""
        today = now.astimezone(self.zone).date()
        if not self.week and not any(day >= today for day in self.days_off):
            yield Opening(now.astimezone(UTC), now.astimezone(UTC) + HORIZON * DAY)
            return
        current = None
        for opening in self._rows(now):
            if current and opening.begins <= current.ends:
                current = Opening(current.begins, max(current.ends, opening.ends))
                continue
            if current and current.ends > now:
                yield current
            current = opening
        if current and current.ends > now:
            yield current

    def _rows(self, now: datetime) -> Iterator[Opening]:
        today = now.astimezone(self.zone).date()
        week = self.week or ALWAYS
        for day in (today + ahead * DAY for ahead in range(-1, HORIZON)):
            for opens, closes in () if day in self.days_off else week.get(day.weekday(), ()):
                end = day + DAY if closes == MIDNIGHT else day
                opening = Opening(self._moment(day, opens), self._moment(end, closes))
                if opening.begins < opening.ends:
                    yield opening

    def _moment(self, day: date, clock: time) -> datetime:
        """When the clock on the wall first shows it, or, where it jumps over that, when it jumps."""
        wall = datetime.combine(day, clock, self.zone)
        moment = wall.astimezone(UTC)
        if moment.astimezone(self.zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
            return moment
        return self._jump(wall.replace(fold=1).astimezone(UTC), moment)

    def _jump(self, before: datetime, after: datetime) -> datetime:
        """The first second of the new offset, which lies between the two."""
        former = before.astimezone(self.zone).utcoffset()
        while after - before > timedelta(seconds=1):
            middle = before + (after - before) // 2
            if middle.astimezone(self.zone).utcoffset() == former:
                before = middle
            else:
                after = middle
        return after.replace(microsecond=0)
