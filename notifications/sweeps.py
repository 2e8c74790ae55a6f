"""What falls due in a cascade: beginnings, deadlines, and the sends of each channel in each lane."""

from datetime import timedelta

from django.db.models.functions import Now
from django.utils import timezone

from core.sends import SendSweep
from core.sweeps.jobs import job
from core.sweeps.registry import Sweep, sweep
from notifications.models import DigestSend, Lane, NoticeSend, NoticeWishes, Notification, Step
from notifications.models.notification import NOT_BEGUN
from notifications.notices.reactions import tell_of_promises_at_risk
from notifications.plans import CHANNELS

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


@sweep
class Digests(Sweep):
    """A colleague's next mail about what he has not read."""

    kind = "notice_digests"
    due_field = "digest_due_at"

    def due(self, now: Now):
        return NoticeWishes.objects.filter(digest_due_at__lte=now).select_related("user")

    def handle(self, row: NoticeWishes) -> None:
        row.tell_by_mail(now=timezone.now())


@sweep
class NoticePushes(SendSweep):
    kind = "notice_pushes"
    model = NoticeSend
    red_after = 60
    threads = 2

    def due(self, now):
        return (
            super()
            .due(now)
            .select_related("device", "notice__user", "notice__ticket__customer", "notice__ticket__department")
        )


@sweep
class NoticeMails(SendSweep):
    kind = "notice_mails"
    model = DigestSend
    red_after = 300
    threads = 1

    def due(self, now):
        return super().due(now).select_related("user")


@job("notifications.promises_at_risk", every=timedelta(seconds=30))
def look_for_promises_at_risk() -> None:
    tell_of_promises_at_risk()
