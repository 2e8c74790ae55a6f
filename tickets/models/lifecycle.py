from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.events.recording import record
from tickets.events import SessionClosed, TicketClosed, TicketHeld, TicketResolved
from tickets.models.session import Session
from tickets.refusals import Refused


class Lifecycle(models.Model):
    """The moves of docs/ticket-transitions.md. A repeated move does nothing and returns False."""

    class Meta:
        abstract = True

    def resolve(self, *, by, resolution: str = "") -> bool:
        with self._locked():
            if self.status == "solved":
                return False
            if self.status == "closed":
                raise Refused("closed", _("This ticket is closed."))
            self.status, self.solved_at, self.waiting_since = "solved", Now(), None
            self.resolution = resolution or self.resolution
            self._end("resolved", TicketResolved, by=by)
        return True

    def close(self, *, by) -> bool:
        with self._locked():
            if self.status == "closed":
                return False
            self.status, self.closed_at, self.waiting_since = "closed", Now(), None
            self._end("closed", TicketClosed, by=by)
        return True

    def reopen(self, *, by) -> bool:
        with self._locked():
            if self.is_living:
                return False
            if self.merged_into_id:
                raise Refused(
                    "merged",
                    _("This ticket was merged into #%(number)s. Undo that, or answer there.")
                    % {"number": self.merged_into_id},
                )
            if type(self).objects.filter(follow_up_of=self).exists():
                raise Refused("followed", _("The customer went on in a later ticket. Answer there."))
            self._wake(by=by)
            self._save(*self.ROW_FIELDS, "status", "solved_at", "closed_at")
        return True

    def hold(self, *, reason: str, by) -> bool:
        """Somebody else's turn: a developer, a partner bank. The reason is shown to colleagues."""
        with self._locked():
            if self.status == "on_hold":
                return False
            if not self.is_living:
                raise Refused("over", _("This ticket is over. Reopen it first."))
            self.status, self.on_hold_reason = "on_hold", reason
            self._owe_nothing()
            self._mind_nothing()
            self.offer_due_at = None
            line = self._happen("held", by=by, public=False, reason=reason)
            self._save(*self.ROW_FIELDS, "status", "on_hold_reason")
            self._record(TicketHeld, by=by, numbers=line.numbers)
        return True

    def leave(self, *, by) -> bool:
        """The customer has enough: the live episode is over, he waits for nothing, and his next words begin another."""
        with self._locked():
            session = Session.objects.current_of(self)
            if session is None:
                return False
            if self.status in ("new", "open"):
                self.status = "pending"
            self.waiting_since = self.offer_due_at = None
            self._owe_nothing()
            self._say_farewell(session)
            session.close(by=by)
            line = self._happen("left", by=by)
            self._save(*self.ROW_FIELDS, "status", "waiting_since")
            self._tell_of_the_end(session, line, by=by)
        return True

    def _end(self, happening: str, kind, *, by) -> None:
        session = Session.objects.close_current(self, by=by)
        self._owe_nothing()
        self._stop_snoozing()
        self.offer_due_at = None
        line = self._happen(happening, by=by)
        self._save(*self.ROW_FIELDS, "status", "solved_at", "closed_at", "waiting_since", "resolution")
        self._tell_of_the_end(session, line, by=by)
        self._record(kind, by=by, numbers=line.numbers)

    def _tell_of_the_end(self, session: Session | None, line, *, by) -> None:
        if session:
            record(self._end_of(session, line), by=by)

    def _end_of(self, session: Session, line) -> SessionClosed:
        """Whichever way a session closes, it is told of in these words."""
        return SessionClosed(
            ticket_id=self.pk,
            session_id=session.pk,
            operator_id=session.operator_id,
            closed_by=session.closed_by,
            **line.numbers,
        )
