"""Work of tickets that falls due by itself."""

from django.db.models.functions import Now

from core.actors import SYSTEM
from core.sweeps.registry import Sweep, sweep
from tickets.handing import serve
from tickets.models import Attachment, Session, Ticket
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


@sweep
class LinesServed(Sweep):
    """Who waits in a department's line is handed to an operator, or sent on to a department that has one."""

    kind = "lines_served"
    due_field = "route_due_at"
    # As in every verb it is the ticket that is held. A lock of both would be left on the session where the ticket is
    # somebody else's, and he waits for it: PostgreSQL skips the pair, but keeps what it locked of it.
    locks = ("ticket",)

    def due(self, now: Now):
        return Session.objects.filter(queue__isnull=False, route_due_at__lte=now).select_related("ticket__customer")

    def handle(self, row: Session) -> None:
        # Read before the lock was had.
        row.refresh_from_db(fields=["queue", "route_due_at", "with_bot", "passed_by", "overflowed_at"])
        if row.route_due_at is not None:
            serve(row)


@sweep
class OffersOver(Sweep):
    """A chat that was handed to somebody who did not open it goes back to the line."""

    kind = "offers_over"
    due_field = "offer_due_at"

    def due(self, now: Now):
        return Ticket.objects.filter(offer_due_at__lte=now)

    def handle(self, row: Ticket) -> None:
        row.let_pass()
