"""The next one, please: the longest waiting of an agent's departments becomes his."""

from django.db import transaction
from django.db.models import Q

from tickets.models import Session, Ticket
from tickets.queues import departments_of


@transaction.atomic
def take_next(*, by) -> Ticket | None:
    """Chats in their turn, then whatever else waits. What a colleague takes at this moment is passed over."""
    departments = [department.pk for department in departments_of(by)]
    ticket = _next_chat(departments) or _next_of_the_others(departments)
    if ticket:
        ticket.take(by=by)
    return ticket


def _next_chat(departments: list[int]) -> Ticket | None:
    waiting = Session.objects.in_line(departments).free().in_turn().select_related("ticket")
    session = waiting.select_for_update(skip_locked=True, no_key=True, of=("ticket",)).first()
    return session and session.ticket


def _next_of_the_others(departments: list[int]) -> Ticket | None:
    theirs = Q(department__in=departments) | Q(department=None)
    waiting = Ticket.objects.living().awake().unassigned().filter(theirs, waiting_since__isnull=False)
    ours = waiting.exclude(status="on_hold").order_by("waiting_since", "pk")
    return ours.select_for_update(skip_locked=True, no_key=True).first()
