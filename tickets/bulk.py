"""One act upon many tickets: each through its own verb, and each by itself, so that one refusal stops no other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from accounts.models import Department, User
from tickets.models import Tag, Ticket
from tickets.refusals import Refused

MOST = 200
UNDO_WITHIN = 600
SALT = "tickets.bulk"


@dataclass
class Outcome:
    done: list[int] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)
    # What each was before, for whoever wants it back.
    former: dict[int, Any] = field(default_factory=dict)

    def add(self, ticket: Ticket, verb: Callable[[], bool], former: Any = None) -> None:
        try:
            changed = verb()
        except Refused as refused:
            self.refused.append((ticket.pk, str(refused.sentence)))
            return
        (self.done if changed else self.same).append(ticket.pk)
        if changed:
            self.former[ticket.pk] = former


@dataclass(frozen=True)
class Act:
    """How to do it, what to remember of a ticket before, and how to take it back while nobody went on from there."""

    do: Callable[..., bool]
    back: Callable[..., bool]
    remember: Callable[[Ticket], Any] = lambda ticket: None
    # Values that are rows travel by their numbers.
    model: Any = None


def carry_out(name: str, numbers: list[int], *, by, value: Any = None, note: str = "") -> Outcome:
    act, outcome = ACTS[name], Outcome()
    tickets = tickets_of(numbers, by=by)
    for number in numbers:
        if (ticket := tickets.get(number)) is None:
            outcome.refused.append((number, _("You can no longer see this ticket.")))
            continue
        more = {"note": note} if note else {}
        outcome.add(ticket, lambda: act.do(ticket, value, by=by, **more), act.remember(ticket))  # noqa: B023
    return outcome


def undo_token(name: str, outcome: Outcome, *, by, value: Any = None) -> str:
    """What is needed to take it back, sealed for this agent; empty when nothing was done."""
    if not outcome.done:
        return ""
    kept = value.pk if ACTS[name].model else None
    wanted = kept if kept is not None else (value if isinstance(value, int | str) else None)
    former = {str(number): before for number, before in outcome.former.items()}
    return signing.dumps([name, wanted, former], salt=f"{SALT}.{by.pk}", compress=True)


def take_back(token: str, *, by) -> Outcome:
    """Raises Refused for a token that is not this agent's, or too old."""
    try:
        name, kept, former = signing.loads(token, salt=f"{SALT}.{by.pk}", max_age=UNDO_WITHIN)
    except signing.BadSignature:
        raise Refused("too_late", _("It is too late to undo this.")) from None
    act, outcome = ACTS[name], Outcome()
    value = act.model.objects.filter(pk=kept).first() if act.model else kept
    tickets = tickets_of([int(number) for number in former], by=by)
    for number, before in former.items():
        if (ticket := tickets.get(int(number))) is None:
            outcome.refused.append((int(number), _("You can no longer see this ticket.")))
            continue
        outcome.add(ticket, lambda: act.back(ticket, value, before, by=by))  # noqa: B023
    return outcome


def tickets_of(numbers: list[int], *, by) -> dict[int, Ticket]:
    return Ticket.objects.visible_to(by).select_related("customer", "department", "assignee").in_bulk(numbers[:MOST])


def _refuse_unless(still_so: bool) -> None:
    if not still_so:
        raise Refused("changed", _("Somebody changed it meanwhile."))


def _give_back(ticket: Ticket, agent: User, former: int | None, *, by) -> bool:
    _refuse_unless(agent is not None and ticket.assignee_id == agent.pk)
    if former is None:
        return ticket.release(by=by)
    return ticket.assign(User.objects.get(pk=former), by=by)


def _send_back(ticket: Ticket, department: Department, former: list, *, by) -> bool:
    _refuse_unless(department is not None and ticket.department_id == department.pk)
    home, assignee = former
    if home is None:
        raise Refused("homeless", _("It had no department before; it cannot go back there."))
    agent = User.objects.active().filter(pk=assignee).first() if assignee else None
    return ticket.transfer(Department.objects.get(pk=home), agent=agent, by=by)


def _weigh_back(ticket: Ticket, priority: int, former: int, *, by) -> bool:
    _refuse_unless(ticket.priority == priority)
    return ticket.set_priority(former, by=by)


def _reopen(status: str):
    def back(ticket: Ticket, value, former, *, by) -> bool:
        _refuse_unless(ticket.status == status)
        return ticket.reopen(by=by)

    return back


ACTS = {
    "assign": Act(
        do=lambda ticket, agent, *, by: ticket.assign(agent, by=by),
        back=_give_back,
        remember=lambda ticket: ticket.assignee_id,
        model=User,
    ),
    "transfer": Act(
        do=lambda ticket, department, *, by, note="": ticket.transfer(department, note=note, by=by),
        back=_send_back,
        remember=lambda ticket: [ticket.department_id, ticket.assignee_id],
        model=Department,
    ),
    "tag": Act(
        do=lambda ticket, tag, *, by: ticket.tag(tag, by=by),
        back=lambda ticket, tag, former, *, by: ticket.untag(tag, by=by),
        model=Tag,
    ),
    "untag": Act(
        do=lambda ticket, tag, *, by: ticket.untag(tag, by=by),
        back=lambda ticket, tag, former, *, by: ticket.tag(tag, by=by),
        model=Tag,
    ),
    "priority": Act(
        do=lambda ticket, priority, *, by: ticket.set_priority(priority, by=by),
        back=_weigh_back,
        remember=lambda ticket: ticket.priority,
    ),
    "snooze": Act(
        do=lambda ticket, until, *, by: ticket.snooze(until, by=by),
        back=lambda ticket, until, former, *, by: ticket.wake_from_snooze(by=by),
    ),
    "resolve": Act(do=lambda ticket, value, *, by: ticket.resolve(by=by), back=_reopen("solved")),
    "close": Act(do=lambda ticket, value, *, by: ticket.close(by=by), back=_reopen("closed")),
}
