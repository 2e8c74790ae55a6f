"""The lists an agent works from: his own tickets, the unassigned ones, each department's."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Department
from tickets.lengths import MANY, lengths
from tickets.models import Ticket

DEFAULT = "all"


@dataclass
class Queue:
    """One list, by the key that stands in its address."""

    key: str
    title: str
    icon: str
    asked: Callable[[], QuerySet] = field(repr=False)
    department_id: int | None = None
    number: int = 0

    @property
    def tickets(self) -> QuerySet:
        return self.asked()

    @property
    def count(self) -> str:
        """Counting stops at a hundred: nobody needs the exact length of a line that long, and counting it is slow."""
        return f"{MANY - 1}+" if self.number >= MANY else str(self.number or "")

    @property
    def summary(self) -> str:
        return ngettext("%(count)s open", "%(count)s open", self.number) % {"count": self.count} if self.number else ""

    @property
    def empty_title(self) -> str:
        return {"mine": _("Nothing is assigned to you"), "over": _("Nothing is closed yet")}.get(
            self.key, _("Nobody waits here")
        )

    @property
    def empty_text(self) -> str:
        return {
            "mine": _("Take a ticket from a queue, and it stands here until it is solved."),
            "over": _("Solved and closed tickets are kept here."),
        }.get(self.key, _("New requests appear here by themselves, the moment they come."))


@dataclass(frozen=True)
class Group:
    title: str
    queues: list[Queue]


class Queues:
    """All lists of one agent, in the order of the navigation."""

    def __init__(self, agent):
        self.agent = agent
        mine = partial(_mine, agent)
        living, over, unassigned = (partial(phrase, agent) for phrase in (_living, _over, _unassigned))
        self.own = [Queue("mine", _("Assigned to me"), "inbox", mine)]
        self.lines = [
            *(
                Queue(f"department-{d.pk}", d.name, d.icon, partial(_of_department, d.pk), d.pk)
                for d in departments_of(agent)
            ),
            Queue("unassigned", _("Unassigned"), "user", unassigned),
            Queue("all", _("All open"), "layers", living),
            Queue("over", _("Solved and closed"), "archive", over),
        ]

    def __iter__(self):
        return iter([*self.own, *self.lines])

    def named(self, key: str | None) -> Queue:
        found = {queue.key: queue for queue in self}
        return found.get(key or DEFAULT, found[DEFAULT])

    def groups(self) -> list[Group]:
        return [Group(_("My work"), self.own), Group(_("Queues"), self.lines)]

    def count(self) -> None:
        numbers = lengths(self.agent, [queue.department_id for queue in self.lines if queue.department_id])
        for queue in self:
            queue.number = numbers.get(queue.department_id or queue.key, 0)


def _mine(agent) -> QuerySet:
    return Ticket.objects.living().assigned_to(agent)


def _living(agent) -> QuerySet:
    return Ticket.objects.visible_to(agent).living()


def _over(agent) -> QuerySet:
    return Ticket.objects.visible_to(agent).over()


def _unassigned(agent) -> QuerySet:
    return Ticket.objects.visible_to(agent).living().unassigned()


def _of_department(pk: int) -> QuerySet:
    """Only ever of a department the agent belongs to, so `visible_to` would say the same again, and slowly."""
    return Ticket.objects.living().filter(department_id=pk)


def departments_of(agent) -> list[Department]:
    """In the order of the navigation: all for who sees everything, else the agent's own."""
    if agent.has_perm("tickets.view_all"):
        return list(Department.objects.active())
    own = [membership.department for membership in agent.memberships.select_related("department")]
    # What `visible_to` would ask the database for again in a moment.
    agent.department_ids = frozenset(department.pk for department in own)
    return sorted((department for department in own if department.is_active), key=lambda d: (d.position, d.name))
