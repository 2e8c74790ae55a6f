"""What happens by itself in the demo's chats, by the same verbs that the sweeps call."""

from django.db import transaction

from tickets import elapsing
from tickets.models import Session, Ticket
from tickets.models.minding import NOTHING_DUE


class Elapses:
    """Verbs of a script for "system": a time has come."""

    ticket: Ticket

    def welcomes(self, step, who) -> None:
        self._elapse("welcome_due_at", elapsing.welcome)

    def nudges(self, step, who) -> None:
        self._elapse("nudge_due_at", elapsing.nudge)

    def warns(self, step, who) -> None:
        self._elapse("warn_due_at", elapsing.warn)

    def ends(self, step, who) -> None:
        self._elapse("end_due_at", elapsing.end)

    def misses(self, step, who) -> None:
        self.ticket.notice_absence()

    @transaction.atomic
    def _elapse(self, clock: str, verb) -> None:
        verb(elapsing.held(self.ticket, clock))


def stop_the_clocks(tickets: set[int]) -> None:
    """The past is told already; by itself something happens again when somebody writes."""
    Session.objects.current().filter(ticket__in=tickets).update(**NOTHING_DUE)
    Ticket.objects.filter(pk__in=tickets).update(absence_due_at=None)
