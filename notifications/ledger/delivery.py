"""The delivery page: percentages by category, channel, provider or country over a period, from the hourly figures."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property

from django.db.models import Sum
from django.db.models.functions import TruncDay, TruncHour
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from notifications.models import Category, Figure
from notifications.plans import CHANNELS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PERIODS = {
    "day": (timedelta(days=1), TruncHour, gettext_lazy("24 hours")),
    "week": (timedelta(days=7), TruncDay, gettext_lazy("7 days")),
    "month": (timedelta(days=30), TruncDay, gettext_lazy("30 days")),
}
BY = {
    "category": gettext_lazy("Category"),
    "channel": gettext_lazy("Channel"),
    "provider": gettext_lazy("Provider"),
    "country": pgettext_lazy("of a number", "Country"),
}
COUNTED = ("sent", "delivered", "failed", "unknown", "late", "seconds")
MOST_LINES = 6


@dataclass(kw_only=True)
class Line:
    """One row of the table, and one line of the chart."""

    name: str
    query: str
    sent: int = 0
    delivered: int = 0
    failed: int = 0
    unknown: int = 0
    late: int = 0
    seconds: float = 0.0
    alarm_below: int | None = None
    moments: dict[datetime, tuple[int, int]] = field(default_factory=dict)

    def add(self, row: dict) -> None:
        for name in COUNTED:
            setattr(self, name, getattr(self, name) + row[name])
        if row["moment"]:
            self.moments[row["moment"]] = (row["sent"], row["delivered"])

    @property
    def share(self) -> float | None:
        return 100 * self.delivered / self.sent if self.sent else None

    @property
    def mean(self) -> float | None:
        return self.seconds / self.delivered if self.delivered else None

    @property
    def is_low(self) -> bool:
        return self.share is not None and self.alarm_below is not None and self.share < self.alarm_below

    def shares(self, moments: list[datetime]) -> list[str]:
        """Percent at each moment, "" where nothing was sent: numbers for a chart, whatever the reader's language."""
        sums = (self.moments.get(moment, (0, 0)) for moment in moments)
        return [f"{100 * delivered / sent:.1f}" if sent else "" for sent, delivered in sums]


class Delivery:
    def __init__(self, given, *, now: datetime):
        self.period = given.get("period") if given.get("period") in PERIODS else "day"
        self.by = given.get("by") if given.get("by") in BY else "category"
        self.length, self._trunc, self.period_name = PERIODS[self.period]
        self.now = now

    @cached_property
    def lines(self) -> list[Line]:
        lines: dict = {}
        for row in self._rows:
            key = row[self.by]
            if key not in lines:
                lines[key] = self._line(row)
            lines[key].add(row)
        return sorted(lines.values(), key=lambda line: -line.sent)

    @cached_property
    def total(self) -> Line:
        total = Line(name=_("All"), query=urlencode({"period": self.period}))
        for line in self.lines:
            for name in COUNTED:
                setattr(total, name, getattr(total, name) + getattr(line, name))
        return total

    @cached_property
    def moments(self) -> list[datetime]:
        """Each hour or day from the first to the last with anything: a gap in time is one on the chart too."""
        found = {moment for line in self.lines for moment in line.moments}
        if not found:
            return []
        # Hours are counted without a zone's jumps, days in the reader's zone.
        moment, apart = (min(found).astimezone(UTC), HOUR) if self.period == "day" else (min(found), DAY)
        return [moment + apart * place for place in range(round((max(found) - moment) / apart) + 1)]

    @property
    def table(self) -> list[tuple[datetime, list[str]]]:
        """What the chart draws: a row for each moment with the share of each line."""
        columns = [line.shares(self.moments) for line in self.drawn]
        return [(moment, [column[place] for column in columns]) for place, moment in enumerate(self.moments)]

    @property
    def drawn(self) -> list[Line]:
        return self.lines[:MOST_LINES]

    @property
    def limit(self) -> int | None:
        """The threshold, where all that is drawn have the same or only one has any."""
        limits = {line.alarm_below for line in self.drawn} - {None}
        return limits.pop() if len(limits) == 1 else None

    @property
    def periods(self):
        return [(name, words, self._query(period=name)) for name, (_length, _trunc, words) in PERIODS.items()]

    @property
    def ways(self):
        return [(name, words, self._query(by=name)) for name, words in BY.items()]

    def _query(self, **other) -> str:
        return urlencode({"period": self.period, "by": self.by} | other)

    @cached_property
    def _rows(self) -> list[dict]:
        figures = Figure.objects.filter(hour__gte=self.now - self.length).annotate(moment=self._trunc("hour"))
        sums = {name: Sum(name) for name in COUNTED}
        return list(figures.values(self.by, "moment").order_by("moment").annotate(**sums))

    def _line(self, row: dict) -> Line:
        word = row[self.by]
        if self.by == "category":
            category = self._categories[word]
            asked = {"category": category.slug, "period": self.period}
            return Line(name=category.name, query=urlencode(asked), alarm_below=category.alarm_below)
        name = CHANNELS.get(word, word) if self.by == "channel" else word
        asked = {self.by: word, "period": self.period}
        return Line(name=str(name) or _("not known"), query=urlencode(asked))

    @cached_property
    def _categories(self) -> dict[int, Category]:
        return Category.objects.in_bulk()
