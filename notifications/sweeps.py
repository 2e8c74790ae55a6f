"""What falls due in a cascade: beginnings, deadlines, and the sends of each channel in each lane."""

from datetime import timedelta

from django.db.models.functions import Now

from core.sends import SendSweep
from core.sweeps.registry import Sweep, sweep
from notifications.models import Lane, Notification, Step
from notifications.models.notification import NOT_BEGUN
from notifications.plans import CHANNELS
from notifications.webhooks import sweeps as webhooks  # noqa: F401 - theirs register themselves

# How many threads of a worker send at once.
THREADS = {Lane.URGENT: 3, Lane.NORMAL: 4, Lane.BULK: 2}


class Cascades(Sweep):
    """A notification begins, or its step had its time without a proof."""

    hurry: Lane
    red_after = 5
    late_after = timedelta(minutes=10)
    batch = 20

    def due(self, now: Now):
        rows = Notification.objects.moving().filter(lane=self.hurry, due_at__lte=now)
        return rows.select_related("category", "customer")

    def handle(self, row: Notification) -> None:
        if Notification.objects.filter(pk=row.pk, not_after__lte=Now()).exists():
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
        return rows.select_related("notification", "device")


def _register(lane: Lane) -> None:
    cascades = {"kind": f"cascade_{lane}", "lane": f"cascade_{lane}", "hurry": lane}
    sweep(type(f"Cascades{lane.title()}", (Cascades,), cascades))
    for channel in CHANNELS:
        sends = {"kind": f"{channel}_{lane}", "channel": channel, "hurry": lane, "threads": THREADS[lane]}
        sweep(type(f"Sends{channel.title()}{lane.title()}", (Sends,), sends))


for _lane in Lane:
    _register(_lane)
