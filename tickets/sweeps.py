"""Work of tickets that falls due by itself."""

from django.db.models.functions import Now

from core.sweeps.registry import Sweep, sweep
from tickets.models import Attachment


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
