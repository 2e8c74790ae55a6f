"""Work of tickets that falls due by itself."""

from datetime import timedelta

from django.db.models.functions import Now

from core.actors import SYSTEM
from core.sweeps.registry import Sweep, SweepTogether, sweep
from tickets import elapsing, moods  # noqa: F401 - the job of moods weighs what customers write
from tickets.handing import serve
from tickets.models import Attachment, Session, Ticket
from tickets.models.minding import ABSENT_AFTER
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


class Chats(SweepTogether):
    """Something that falls due in a session; its ticket is held with it, and before it, as in every verb."""

    # Of their own, so that pictures, mails and reports hold back no chat.
    lane = "chats"
    # While one waits for the database, the other reckons.
    threads = 2
    red_after = 60
    locks = ("ticket", "self")

    def due(self, now: Now):
        return elapsing.at_hand(Session.objects.current().filter(**{f"{self.due_field}__lte": now}))


@sweep
class Welcomes(Chats):
    """Somebody comes, or has come; said late it would be no welcome."""

    kind = "chat_welcomes"
    due_field = "welcome_due_at"
    late_after = timedelta(minutes=10)

    def handle_all(self, rows: list[Session]) -> None:
        elapsing.welcome(rows)

    def handle_late(self, row: Session) -> None:
        Session.objects.filter(pk=row.pk).update(welcome_due_at=None)


@sweep
class Nudges(Chats):
    """Whoever waits long is told that he is not forgotten; after an outage that would be a lie, and is left out."""

    kind = "chat_nudges"
    due_field = "nudge_due_at"
    late_after = timedelta(minutes=10)

    def handle_all(self, rows: list[Session]) -> None:
        elapsing.nudge(rows)

    def handle_late(self, row: Session) -> None:
        Session.objects.filter(pk=row.pk).update(nudge_due_at=None)


@sweep
class Warnings(Chats):
    """A silent customer is asked whether he is still there; after an outage late, with his whole time from then."""

    kind = "chat_warnings"
    due_field = "warn_due_at"

    def handle_all(self, rows: list[Session]) -> None:
        elapsing.warn(rows)


@sweep
class Ends(Chats):
    """A customer who stayed silent after the warning: the session ends, after an outage late."""

    kind = "chat_ends"
    due_field = "end_due_at"

    def handle_all(self, rows: list[Session]) -> None:
        elapsing.end(rows)


@sweep
class Absences(Sweep):
    """A reply that nobody received. After an outage the customer first has his time to come back."""

    kind = "absences"
    due_field = "absence_due_at"
    lane = "chats"
    late_after = timedelta(minutes=1)

    def due(self, now: Now):
        return Ticket.objects.filter(absence_due_at__lte=now)

    def handle(self, row: Ticket) -> None:
        row.notice_absence()

    def handle_late(self, row: Ticket) -> None:
        Ticket.objects.filter(pk=row.pk).update(absence_due_at=Now() + ABSENT_AFTER)


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
