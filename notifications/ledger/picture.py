"""The seconds of a notification as a picture: a bar per attempt on one axis, in percent of an SVG of any width."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.sends import State as SendState
from notifications.models import Step

ROW, TOP = 46, 8
LEAST = 5.0
# A proof that came later than so many times all the rest stands at the edge: else the rest could not be told apart.
REACH = 3
# The distances between two marks that people read without thinking, in seconds.
DISTANCES = (1, 2, 5, 10, 30, 60, 300, 600, 1800, 3600, 6 * 3600, 86400)
MOST_MARKS = 9
NARROWEST = 0.4
MINUTE, HOUR = 60, 3600
# Up to here a proof's time is said in seconds, as the lines under the picture say it.
MOST_SECONDS = 600
TONES = {SendState.DELIVERED: "good", SendState.FAILED: "bad"}


@dataclass(frozen=True)
class Mark:
    x: str
    label: str


@dataclass(frozen=True)
class Bar:
    name: str
    y: int
    x: str
    width: str
    tone: str
    label: str
    # Where a proof came after its time.
    point: str = ""


@dataclass(frozen=True)
class Picture:
    height: int
    marks: list[Mark]
    bars: list[Bar]
    limits: list[str]
    in_words: str

    @property
    def tones(self) -> set[str]:
        return {bar.tone for bar in self.bars}


def picture_of(life) -> Picture:
    """Of a notifications.ledger.life.Life."""
    axis = _Axis(life)
    bars = [_bar(axis, step, row) for row, step in enumerate(life.steps)]
    limits = [axis.at(at) for at in life.missed.values()]
    words = "; ".join(f"{bar.name}: {bar.label}" for bar in bars)
    return Picture(len(bars) * ROW + TOP, axis.marks(), bars, limits, words)


class _Axis:
    """From the beginning to the end of what matters."""

    def __init__(self, life):
        self.begin, self.now = life.one.created_at, life.now
        ends = [self.seconds(self._end(step)) for step in life.steps]
        ends += [self.seconds(at) for at in life.missed.values()]
        longest = max(LEAST, *ends) * REACH if ends else LEAST
        ends += [late for step in life.steps if step.late and (late := self.seconds(_proved(step))) <= longest]
        self.distance = next((each for each in DISTANCES if max(ends, default=0) / each < MOST_MARKS), DISTANCES[-1])
        self.length = max(LEAST, (ceil(max(ends, default=0) / self.distance) + 1) * self.distance)

    def _end(self, step: Step) -> datetime:
        if step.late or not step.settled_at:
            return step.accepted_at or step.called_at or step.armed_at
        return step.settled_at

    def seconds(self, moment: datetime) -> float:
        return max((moment - self.begin).total_seconds(), 0)

    def at(self, moment: datetime) -> str:
        return _number(self._place(moment))

    def _place(self, moment: datetime) -> float:
        return 100 * min(self.seconds(moment) / self.length, 1)

    def width(self, begin: datetime, end: datetime) -> str:
        return _number(max(self._place(end) - self._place(begin), NARROWEST))

    def marks(self) -> list[Mark]:
        count = int(self.length // self.distance)
        moments = [self.begin + timedelta(seconds=self.distance * place) for place in range(count + 1)]
        return [Mark(self.at(moment), self._mark(self.seconds(moment))) for moment in moments]

    def _mark(self, seconds: float) -> str:
        """In the unit of the distance, so that no two marks read the same."""
        if self.distance < MINUTE:
            return f"{seconds:.0f} {pgettext('seconds', 's')}"
        if self.distance < HOUR:
            return f"{seconds / MINUTE:.0f} {_('min')}"
        return f"{seconds / HOUR:.0f} {pgettext('hours', 'h')}"


def _proved(step: Step) -> datetime:
    return step.receipt_at or step.settled_at or step.armed_at


def _bar(axis: _Axis, step: Step, row: int) -> Bar:
    begin, end = step.called_at or step.armed_at, _until(axis, step)
    tone = "wait" if step.late else TONES.get(SendState(step.state), "wait")
    return Bar(
        name=step.get_channel_display(),
        y=TOP + row * ROW,
        x=axis.at(begin),
        width=axis.width(begin, end),
        tone=tone,
        label=_said(axis, step),
        point=axis.at(_proved(step)) if step.late else "",
    )


def _until(axis: _Axis, step: Step) -> datetime:
    if step.settled_at and not step.late:
        return step.settled_at
    # Still waiting, or it was waited for in vain: up to where the next step began.
    later = step.notification.steps.all()
    return min((each.armed_at for each in later if each.position > step.position), default=axis.now)


def _said(axis: _Axis, step: Step) -> str:
    if step.late:
        return _("proved late, %(seconds)s") % {"seconds": _time(axis.seconds(_proved(step)))}
    if step.settled_at:
        word = _("delivered") if step.state == SendState.DELIVERED else _("failed")
        return f"{word}, {_time(axis.seconds(step.settled_at))}"
    return step.get_state_display()


def _time(seconds: float) -> str:
    if seconds < MOST_SECONDS:
        return f"{number_format(round(seconds, 2), 2)} {pgettext('seconds', 's')}"
    if seconds < HOUR:
        return f"{number_format(round(seconds / MINUTE, 1), 1)} {_('min')}"
    return f"{number_format(round(seconds / HOUR, 1), 1)} {pgettext('hours', 'h')}"


def _number(value: float) -> str:
    """Of SVG, whatever the reader's language writes between its digits."""
    return f"{value:.2f}"
