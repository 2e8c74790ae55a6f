"""One notification's life: what happened when, in words, and as a picture of its seconds."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.sends import State as SendState
from customers.masking import masked, written
from messengers.models import SmsBudget
from notifications.ledger.askers import asker
from notifications.ledger.picture import Picture, picture_of
from notifications.models import Notification, Step
from notifications.plans import CHANNELS
from notifications.reasons import meaning

KINDS = {"sms": "phone", "email": "email"}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One line of the ledger; `tone` is "", "good", "wait" or "bad"."""

    at: datetime
    after: timedelta
    title: str
    sub: str = ""
    tone: str = ""

    @property
    def seconds(self) -> str:
        return number_format(self.after.total_seconds(), 3)


@dataclass(kw_only=True)
class Life:
    one: Notification
    steps: list[Step]
    sees_contacts: bool
    now: datetime
    _moments: list[Moment] = field(default_factory=list)

    @cached_property
    def moments(self) -> list[Moment]:
        self._begin()
        # Before the step that begins in the same instant because of it.
        for position, at in self.missed.items():
            self._add(at, _("No proof in time"), self._planned(position), "wait")
        for step in self.steps:
            self._tell(step)
        self._end()
        return sorted(self._moments, key=lambda moment: moment.at)

    @cached_property
    def missed(self) -> dict[int, datetime]:
        """Positions whose time ran out, and when the next one began because of that."""
        began = {step.position: step.armed_at for step in reversed(self.steps)}
        return {
            position: began[position + 1]
            for position in began
            if position + 1 in began and self._was_waiting(position, began[position + 1])
        }

    @cached_property
    def picture(self) -> Picture:
        return picture_of(self)

    @property
    def words(self) -> list[tuple[str, dict]]:
        order = [step["channel"] for step in self.one.steps_planned]
        shown = sorted(
            self.one.shown.items(), key=lambda item: order.index(item[0]) if item[0] in order else len(order)
        )
        return [(CHANNELS.get(channel, channel), words) for channel, words in shown]

    @property
    def way(self) -> str:
        """Push 4 s, then SMS."""
        last = len(self.one.steps_planned) - 1
        said = [
            f"{CHANNELS[step['channel']]}" if place == last else _in_seconds(step)
            for place, step in enumerate(self.one.steps_planned)
        ]
        return _(", then ").join(said)

    @property
    def is_running(self) -> bool:
        return self.one.state in (Notification.State.RUNNING, Notification.State.OUT)

    @property
    def price(self):
        prices = [step.price for step in self.steps if step.price is not None]
        return sum(prices) if prices else None

    @cached_property
    def currency(self) -> str:
        """Of all prices of SMS."""
        return SmsBudget.current().currency

    @property
    def segments(self) -> int:
        return sum(step.segments or 0 for step in self.steps)

    def _begin(self) -> None:
        sub = [self.one.key and _("key %(key)s") % {"key": self.one.key}]
        if self.one.not_after:
            clock = timezone.localtime(self.one.not_after)
            sub.append(_("worth telling until %(time)s") % {"time": f"{clock:%d.%m. %H:%M:%S}"})
        asked = _("Asked for by %(source)s") % {"source": asker(self.one.source)}
        self._add(self.one.created_at, asked, join(sub), "good")

    def _tell(self, step: Step) -> None:
        channel = step.get_channel_display()
        refused = step.state == SendState.FAILED and not step.called_at
        if not refused:
            self._add(step.armed_at, _("%(channel)s prepared") % {"channel": channel}, self._target(step))
        if step.called_at:
            self._add(step.called_at, _("%(channel)s called") % {"channel": channel}, self._carried(step))
        if step.accepted_at:
            number = step.provider_id and _("provider’s id %(id)s") % {"id": step.provider_id}
            self._add(step.accepted_at, _("%(channel)s accepted") % {"channel": channel}, number)
        if step.opened_at:
            self._add(step.opened_at, _("%(channel)s opened") % {"channel": channel}, "", "good")
        self._tell_end(step, channel)

    def _tell_end(self, step: Step, channel: str) -> None:
        proved = step.receipt_at or step.settled_at
        if step.state == SendState.DELIVERED and proved:
            if step.late:
                title, sub, tone = _("%(channel)s proved late"), _("after the deadline"), "wait"
            else:
                title, sub, tone = _("%(channel)s delivered"), self._proof(step), "good"
            self._add(proved, title % {"channel": channel}, sub, tone)
        elif step.state == SendState.FAILED and step.settled_at:
            title = _("%(channel)s failed") if step.called_at else _("%(channel)s not sent")
            self._add(step.settled_at, title % {"channel": channel}, str(meaning(step.error)), "bad")
        elif step.error:
            at = step.called_at or step.armed_at
            self._add(at, _("%(channel)s unclear") % {"channel": channel}, str(meaning(step.error)), "wait")

    def _end(self) -> None:
        if self.one.settled_at and self.one.state != Notification.State.DELIVERED:
            why = str(meaning(self.one.why))
            if self.one.detail:
                why = f"{why.rstrip('.')}: {self.one.detail}"
            self._add(self.one.settled_at, self.one.get_state_display().capitalize(), why, "bad")

    def _add(self, at: datetime, title: str, sub: str = "", tone: str = "") -> None:
        self._moments.append(Moment(at=at, after=at - self.one.created_at, title=title, sub=sub, tone=tone))

    def _was_waiting(self, position: int, until: datetime) -> bool:
        """Something of this position might still have come: it was called, and had not failed by then."""
        return any(
            step.position == position
            and step.called_at
            and not (step.state == SendState.FAILED and step.settled_at and step.settled_at <= until)
            for step in self.steps
        )

    def _planned(self, position: int) -> str:
        seconds = self.one.steps_planned[position]["seconds"] if position < len(self.one.steps_planned) else 0
        return _("%(seconds)s s were given; the next step begins") % {"seconds": f"{seconds:g}"}

    def _target(self, step: Step) -> str:
        if step.address:
            kind = KINDS.get(step.channel, "")
            return (written if self.sees_contacts else masked)(kind, step.address)
        device = step.target.removeprefix("device:")
        return _("device %(number)s") % {"number": device} if device and device != step.target else step.target

    def _carried(self, step: Step) -> str:
        segments = step.segments and ngettext("%(count)s segment", "%(count)s segments", step.segments) % {
            "count": step.segments
        }
        tries = step.attempts > 1 and _("attempt %(number)s") % {"number": step.attempts}
        price = step.price is not None and f"{number_format(step.price, 4)} {self.currency}"
        return join([step.provider, step.country, segments, price, tries])

    def _proof(self, step: Step) -> str:
        return _("the device’s own receipt") if step.receipt_at else _("confirmed by the provider")


def _in_seconds(step: dict) -> str:
    return f"{CHANNELS[step['channel']]} {step['seconds']:g} {pgettext('seconds', 's')}"


def join(parts) -> str:
    return ", ".join(str(part) for part in parts if part)


def life_of(one: Notification, *, sees_contacts: bool) -> Life:
    return Life(one=one, steps=list(one.steps.all()), sees_contacts=sees_contacts, now=timezone.now())
