"""What falls due in a cascade: beginnings, deadlines, and the sends of each channel in each lane."""

from datetime import timedelta

from django.db.models.functions import Now

from core.actors import SYSTEM
from core.sends import SendSweep, expired
from core.sweeps.jobs import job
from core.sweeps.registry import Sweep, sweep
from notifications import figures
from notifications.bench.running import finish
from notifications.models import Lane, Mailing, Notification, Step, TestRun
from notifications.models.notification import NOT_BEGUN
from notifications.notices import sweeps as notices  # noqa: F401 - theirs register themselves
from notifications.plans import CHANNELS
from notifications.rendering import WrongVariables
from notifications.webhooks import sweeps as webhooks  # noqa: F401

# How many threads of a worker send at once. At 20 a second, a provider silent one time in twenty keeps ten waiting.
THREADS = {Lane.URGENT: 3, Lane.NORMAL: 8, Lane.BULK: 2}


class Cascades(Sweep):
    """A notification begins, or its step had its time without a proof."""

    hurry: Lane
    red_after = 5
    late_after = timedelta(minutes=10)
    batch = 20

    def due(self, now: Now):
        rows = Notification.objects.moving().filter(lane=self.hurry, due_at__lte=now).annotate(expired=expired(now))
        # Only what may wait belongs to mailings; the other lanes are spared the question.
        if self.hurry == Lane.BULK:
            rows = rows.unheld()
        return rows.select_related("category", "customer")

    def handle(self, row) -> None:
        if row.expired:
            row.expire()
        else:
            row.advance()

    def handle_late(self, row: Notification) -> None:
        """After an outage: what waited to begin still may; a deadline long gone is not worth money any more."""
        if row.position == NOT_BEGUN:
            self.handle(row)
        else:
            row.expire()


class Sends(SendSweep):
    """The steps of one channel in one lane: a slow provider, or a mailing, holds back nobody else."""

    model = Step
    channel: str
    hurry: Lane

    def due(self, now):
        rows = super().due(now).filter(channel=self.channel, lane=self.hurry)
        return rows.select_related("notification__category", "device")


@sweep
class Mailings(Sweep):
    """A batch of notifications is to be written; late after an outage it goes on where it was."""

    kind = "mailings"
    lane = "mailings"

    def due(self, now):
        return Mailing.objects.due(now).select_related("category", "segment")

    def handle(self, row: Mailing) -> None:
        if row.state == Mailing.State.SCHEDULED:
            row.begin()
        row.write_batch()

    def failed(self, row: Mailing, error: Exception) -> None:
        """Its category's words have changed meanwhile: a person must look, and trying again would not help."""
        if isinstance(error, WrongVariables):
            row.pause(by=SYSTEM)
        else:
            super().failed(row, error)


def _register(lane: Lane) -> None:
    # What may wait is late only when nothing of it moves.
    patience = {"red_after": 60} if lane == Lane.BULK else {}
    cascades = {"kind": f"cascade_{lane}", "lane": f"cascade_{lane}", "hurry": lane, **patience}
    sweep(type(f"Cascades{lane.title()}", (Cascades,), cascades))
    for channel in CHANNELS:
        sends = {"kind": f"{channel}_{lane}", "channel": channel, "hurry": lane, "threads": THREADS[lane], **patience}
        sweep(type(f"Sends{channel.title()}{lane.title()}", (Sends,), sends))


@sweep
class TestRuns(Sweep):
    """The customers of a test run go."""

    kind = "test_runs"
    lane = "jobs"

    def due(self, now):
        return TestRun.objects.filter(due_at__lte=now)

    def handle(self, row: TestRun) -> None:
        finish(row)


for _lane in Lane:
    _register(_lane)


@job("delivery_figures", every=timedelta(minutes=1))
def sum_up() -> None:
    figures.roll()
    figures.judge()
