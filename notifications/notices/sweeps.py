"""What falls due for colleagues: pushes, digests, and promises that come near their time."""

from datetime import timedelta

from django.db.models.functions import Now
from django.utils import timezone

from core.sends import SendSweep
from core.sweeps.jobs import job
from core.sweeps.registry import Sweep, sweep
from notifications.models import DigestSend, NoticeSend, NoticeWishes
from notifications.notices.reactions import tell_of_promises_at_risk


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
