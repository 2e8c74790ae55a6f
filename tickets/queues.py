"""The lists an agent works from: his own tickets, what calls him, what sleeps, each department's line."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.models import Department
from core.statements import Objects, Whole
from tickets.lengths import Length, lengths
from tickets.models import Mention, Ticket, View
from tickets.orders import LATEST, ORDERS, WAKING, Order

DEFAULT = "all"
OWN = Objects(
    """
SELECT {department} FROM accounts_membership JOIN accounts_department department ON department.id = department_id
WHERE user_id = %(agent)s
""",
    department=Whole(Department),
)
_makers: dict[str, Callable] = {}


def more_lists(prefix: str):
    """Register in an upper app: `make(agent, rest)` gives the list of the address `view=prefix-rest`, or None.

    Such a list stands in no navigation; whoever has its address finds it as he finds the others.
    """

    def register(make: Callable) -> Callable:
        _makers[prefix] = make
        return make

    return register


@dataclass
class Queue:
    """One list, by the key that stands in its address."""

    key: str
    title: str
    icon: str
    asked: Callable[[], QuerySet] = field(repr=False)
    department_id: int | None = None
    order: Order = LATEST
    # What else it can be sorted by. Of what is over nobody is owed anything, and it is too long to be sorted by more.
    orders: tuple[Order, ...] = tuple(ORDERS.values())
    length: Length = field(default_factory=Length)

    @property
    def tickets(self) -> QuerySet:
        return self.asked()

    @property
    def number(self) -> int:
        return self.length.count

    @property
    def count(self) -> str:
        """Counting stops at a hundred: nobody needs the exact length of a line that long, and counting it is slow."""
        return self.length.text

    @property
    def late(self) -> int:
        return self.length.late or 0

    @property
    def address(self) -> str:
        return f"view={self.key}"


@dataclass(frozen=True)
class Group:
    title: str
    queues: list


class Queues:
    """All lists of one agent, in the order of the navigation."""

    def __init__(self, agent):
        self.agent = agent
        self.own = [
            Queue("mine", _("Assigned to me"), "inbox", partial(_mine, agent)),
            Queue("mentions", _("Mentions"), "at-sign", partial(_mentions, agent)),
            Queue("snoozed", _("Snoozed"), "moon", partial(_snoozed, agent), order=WAKING),
        ]
        self.lines = [
            *(
                Queue(f"department-{d.pk}", d.name, d.icon, partial(_of_department, d.pk), d.pk)
                for d in departments_of(agent)
            ),
            Queue("unassigned", _("Unassigned"), "user", partial(_unassigned, agent)),
            Queue("risk", _("Promise at risk"), "clock", partial(_at_risk, agent), order=ORDERS["due"]),
            Queue("all", _("All open"), "layers", partial(_living, agent)),
            Queue("over", _("Solved and closed"), "archive", partial(_over, agent), orders=(LATEST,)),
        ]

    def __iter__(self):
        return iter([*self.own, *self.lines])

    @cached_property
    def _by_key(self) -> dict[str, Queue]:
        return {queue.key: queue for queue in self}

    def named(self, key: str | None) -> Queue:
        return self._by_key.get(key or DEFAULT) or self._made(key or "") or self._by_key[DEFAULT]

    def knows(self, key: str) -> bool:
        return key in self._by_key or self._made(key) is not None

    def _made(self, key: str) -> Queue | None:
        prefix, _dash, rest = key.partition("-")
        make = _makers.get(prefix)
        return make(self.agent, rest) if make else None

    @cached_property
    def saved(self) -> list[View]:
        """The agent's saved views and those of colleagues, without the ones of a list that he does not have."""
        views = View.objects.usable_by(self.agent)
        return [view for view in views if self.knows(view.base)]

    def groups(self) -> list[Group]:
        saved = [Group(_("Views"), self.saved)] if self.saved else []
        return [Group(_("My work"), self.own), Group(_("Queues"), self.lines), *saved]

    def count(self, saved: dict[str, QuerySet] | None = None) -> dict[str, Length]:
        found = lengths(self.agent, [queue.department_id for queue in self.lines if queue.department_id], saved)
        for queue in self:
            queue.length = found.get(str(queue.department_id or queue.key), Length())
        return found


def _mine(agent) -> QuerySet:
    return Ticket.objects.living().awake().assigned_to(agent)


def _mentions(agent) -> QuerySet:
    calls = Mention.objects.filter(user=agent)
    unseen = Exists(calls.filter(ticket=OuterRef("pk"), seen_at=None))
    return Ticket.objects.visible_to(agent).filter(pk__in=calls.values("ticket")).annotate(calls_me=unseen)


def _snoozed(agent) -> QuerySet:
    """What one has put off oneself, or what is one's own and was put off by somebody."""
    return Ticket.objects.visible_to(agent).living().snoozed().filter(Q(assignee=agent) | Q(snoozed_by=agent))


def _living(agent) -> QuerySet:
    return Ticket.objects.visible_to(agent).living()


def _over(agent) -> QuerySet:
    return Ticket.objects.visible_to(agent).over()


def _unassigned(agent) -> QuerySet:
    return Ticket.objects.visible_to(agent).living().awake().unassigned()


def _at_risk(agent) -> QuerySet:
    """Also what sleeps: the promise does not."""
    return Ticket.objects.visible_to(agent).living().at_risk(now=Now())


def _of_department(pk: int) -> QuerySet:
    """Only ever of a department the agent belongs to, so `visible_to` would say the same again, and slowly."""
    return Ticket.objects.living().awake().filter(department_id=pk)


def departments_of(agent) -> list[Department]:
    """In the order of the navigation: all for who sees everything, else the agent's own."""
    if agent.has_perm("tickets.view_all"):
        return list(Department.objects.active())
    own = [department for [department] in OWN.all(agent=agent.pk)]
    # What `visible_to` would ask the database for again in a moment.
    agent.department_ids = frozenset(department.pk for department in own)
    return sorted((department for department in own if department.is_active), key=lambda d: (d.position, d.name))
