"""What a supervisor watches over: the chats of his departments, and those that are in none."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.db.models import Q, QuerySet

from accounts.models import Department, User
from accounts.roles import Role
from tickets.models import Ticket
from tickets.models.querying import TicketQuerySet
from tickets.models.session import LIVE
from tickets.queues import departments_of

NOWHERE = "none"


@dataclass(frozen=True)
class Scope:
    """`elsewhere`: with what is in no department, which every agent sees."""

    agent: User
    departments: list[Department]
    elsewhere: bool = True

    @cached_property
    def ids(self) -> list[int]:
        return [department.pk for department in self.departments]

    @property
    def tickets(self) -> TicketQuerySet:
        here = Q(department__in=self.ids)
        return Ticket.objects.filter(here | Q(department=None) if self.elsewhere else here, channel__in=LIVE)

    @property
    def people(self) -> QuerySet:
        """Whoever answers there, supervisors too."""
        return User.objects.active().filter(memberships__department__in=self.ids).distinct()

    def leads(self, person: User) -> bool:
        """Whether he may change what this person does. Supervisors answer to admins."""
        return self.agent.has_perm("tickets.view_all") or person.role in (Role.OPERATOR, Role.TRAINEE)

    def narrowed(self, place: str) -> "Scope | None":
        """To one department, by its number in an address; to what is in none."""
        if place == NOWHERE:
            return replace(self, departments=[])
        found = [department for department in self.departments if str(department.pk) == place]
        return replace(self, departments=found, elsewhere=False) if found else None


def scope_of(agent) -> Scope | None:
    """Nothing for who does not supervise."""
    return Scope(agent, departments_of(agent)) if agent.has_perm("tickets.supervise") else None
