"""Work of tickets that falls due by itself."""

from django.db.models.functions import Now

from core.actors import SYSTEM
from core.sweeps.registry import Sweep, sweep
from tickets import moods  # noqa: F401 - its job weighs what customers write
from tickets.models import Attachment, Ticket
from tickets.search import learning  # noqa: F401 - its jobs keep the search current


@sweep
class UnusedUploads(Sweep):
    """A file that no message came for is thrown away."""

    kind = "unused_uploads"
    due_field = "discard_at"
    red_after = 3600
    lane = "jobs"

    def due(self, now: Now):
        return Attachment.objects.filter(message=None, discard_at__lte=now)

    def handle(self, row: Attachment) -> None:
        row.discard()


@sweep
class SnoozesOver(Sweep):
    """A ticket that was put off comes back when its time has come; after an outage, late."""

    kind = "snoozes_over"
    due_field = "snoozed_until"
    red_after = 60

    def due(self, now: Now):
        return Ticket.objects.snoozed().filter(snoozed_until__lte=now)

    def handle(self, row: Ticket) -> None:
        row.wake_from_snooze(by=SYSTEM)
