"""A place is free: whoever is next in those lines is looked at at once. What is lost here, the next look finds."""

from collections import Counter

from accounts.events import AgentStatusChanged
from accounts.models.presence import Status
from core.events.kinds import live
from tickets.events import OfferLapsed, SessionClosed, TicketReleased
from tickets.models import Routing, Session, Ticket
from tickets.models.routing import MOST


@live(AgentStatusChanged)
def give_to_who_has_come(event: AgentStatusChanged) -> None:
    if event.status == Status.ONLINE:
        _look(event.agent_id, heads=MOST)


@live(SessionClosed, together=True)
def give_to_who_is_done(events: list[SessionClosed]) -> None:
    tickets = Ticket.objects.filter(pk__in=[event.ticket_id for event in events], assignee__isnull=False)
    for agent, done in Counter(tickets.values_list("assignee_id", flat=True)).items():
        _look(agent, heads=done)


@live(TicketReleased, OfferLapsed)
def give_to_who_gave_it_back(event: TicketReleased | OfferLapsed) -> None:
    _look(event.from_id, heads=1)


def _look(agent_id: int, *, heads: int) -> None:
    departments = Routing.objects.filter(mode=Routing.Mode.PUSH, department__memberships__user=agent_id)
    if found := list(departments.values_list("pk", flat=True)):
        Session.objects.look_now(found, heads=heads)
