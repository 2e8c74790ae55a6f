"""The lists an agent works from: his own tickets, the unassigned ones, each department's."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.db.models import CharField, QuerySet, Value
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Department
from tickets.models import Ticket

DEFAULT = "all"
MANY = 100


@dataclass
class Queue:
    """One list, by the key that stands in its address."""

    key: str
    title: str
    icon: str
    asked: Callable[[], QuerySet] = field(repr=False)
    counted: bool = True
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
        if not self.counted or not self.number:
            return ""
        if self.number >= MANY:
            return _("%(count)s open") % {"count": self.count}
        return ngettext("%(count)s open", "%(count)s open", self.number) % {"count": self.number}

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
        mine = partial(_mine, agent)
        living, over, unassigned = (partial(phrase, agent) for phrase in (_living, _over, _unassigned))
        self.own = [Queue("mine", _("Assigned to me"), "inbox", mine)]
        self.lines = [
            *(
                Queue(f"department-{d.pk}", d.name, d.icon, partial(_of_department, agent, d.pk))
                for d in departments_of(agent)
            ),
            Queue("unassigned", _("Unassigned"), "user", unassigned),
            Queue("all", _("All open"), "layers", living, counted=False),
            Queue("over", _("Solved and closed"), "archive", over, counted=False),
        ]

    def __iter__(self):
        return iter([*self.own, *self.lines])

    def named(self, key: str | None) -> Queue:
        found = {queue.key: queue for queue in self}
        return found.get(key or DEFAULT, found[DEFAULT])

    def groups(self) -> list[Group]:
        return [Group(_("My work"), self.own), Group(_("Queues"), self.lines)]

    def count(self) -> None:
        """Fill in every number by one query that reads at most a hundred index entries of each list."""
        first, *others = [
            queue.tickets.order_by().annotate(queue=Value(queue.key, CharField())).values_list("queue")[:MANY]
            for queue in self
            if queue.counted
        ]
        numbers = Counter(key for (key,) in first.union(*others, all=True))
        for queue in self:
            queue.number = numbers[queue.key]


def _mine(agent) -> QuerySet:
    return Ticket.objects.living().assigned_to(agent)


def _living(agent) -> QuerySet:
    return Ticket.objects.visible_to(agent).living()


def _over(agent) -> QuerySet:
    return Ticket.objects.visible_to(agent).over()


def _unassigned(agent) -> QuerySet:
    return _living(agent).unassigned()


def _of_department(agent, pk: int) -> QuerySet:
    return _living(agent).filter(department_id=pk)


def departments_of(agent) -> QuerySet:
    departments = Department.objects.active()
    return departments if agent.has_perm("tickets.view_all") else departments.filter(memberships__user=agent)
