"""How long the lists are, for the numbers beside them: each counted to a hundred, all in one query."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

MANY = 100
LIVING = "status IN ('new', 'open', 'pending', 'on_hold')"
# Each list is counted by its own partial index, whose condition has to stand here word for word.
# Written out, because the ORM takes longer to compose these subqueries than the database to answer them.
COUNTED = "(SELECT count(*) FROM ({}) counted)"
NONE = "NULL::bigint"
# Whoever sees only his departments is counted by their index, and by his own for what was given to him from elsewhere.
SEES = "(department_id IS NULL OR department_id = ANY(%(own)s::bigint[]) OR assignee_id = %(agent)s)"
AT_RISK = f"SELECT id FROM tickets_ticket WHERE {LIVING} AND answer_risk_at <= now()"
AT_RISK_HERE = (
    f"({AT_RISK} AND department_id = ANY(%(own)s::bigint[]) LIMIT {MANY})"
    f" UNION ({AT_RISK} AND assignee_id = %(agent)s LIMIT {MANY}) LIMIT {MANY}"
)


def _tickets(where: str) -> str:
    return COUNTED.format(f"SELECT FROM tickets_ticket {where} LIMIT {MANY}")


def _late(where: str) -> str:
    return _tickets(f"{where} AND {LIVING} AND answer_risk_at <= now() AND answer_due_at <= now()")


AWAKE = f"AND {LIVING} AND snoozed_until IS NULL"
DEPARTMENTS = (
    f"SELECT wanted::text, {_tickets('WHERE department_id = wanted ' + AWAKE)}, {_late('WHERE department_id = wanted')}"
    " FROM unnest(%(departments)s::bigint[]) wanted"
)
MINE = (
    f"SELECT 'mine', {_tickets('WHERE assignee_id = %(agent)s ' + AWAKE)}, {_late('WHERE assignee_id = %(agent)s')}"
)
SNOOZED = "SELECT 'snoozed', {}, {}".format(
    _tickets(
        f"WHERE snoozed_until IS NOT NULL AND {LIVING} AND (assignee_id = %(agent)s OR snoozed_by_id = %(agent)s)"
        " AND {sees}"
    ),
    NONE,
)
MENTIONS = (
    "SELECT 'mentions', (SELECT count(DISTINCT ticket_id) FROM tickets_mention mention"
    " JOIN tickets_ticket ON tickets_ticket.id = ticket_id WHERE user_id = %(agent)s AND seen_at IS NULL AND {sees}), "
    + NONE
)
UNASSIGNED = (
    "SELECT 'unassigned', "
    + _tickets(
        "WHERE assignee_id IS NULL AND (%(everywhere)s OR department_id IS NULL"
        f" OR department_id = ANY(%(own)s::bigint[])) {AWAKE}"
    )
    + f", {NONE}"
)
RISK = f"SELECT 'risk', {COUNTED}, {NONE}"


@dataclass(frozen=True)
class Length:
    """A hundred means that many or more; `late` is how many of them are past their promise, None where nobody asks."""

    count: int = 0
    late: int | None = None

    @property
    def text(self) -> str:
        return f"{MANY - 1}+" if self.count >= MANY else str(self.count or "")


def lengths(agent, departments: Iterable[int], saved: dict[str, QuerySet] | None = None) -> dict[str, Length]:
    """Of the agent's own lists by their keys, of departments by their numbers, and of `saved` by theirs."""
    everywhere = agent.has_perm("tickets.view_all")
    sees = "TRUE" if everywhere else SEES
    parts = [DEPARTMENTS, MINE, SNOOZED.format(sees=sees), MENTIONS.format(sees=sees), UNASSIGNED]
    parts.append(RISK.format(f"{AT_RISK} LIMIT {MANY}" if everywhere else AT_RISK_HERE))
    values = {
        "departments": list(departments),
        "agent": agent.pk,
        "everywhere": everywhere,
        "own": [] if everywhere else list(agent.department_ids),
    }
    for number, (key, tickets) in enumerate((saved or {}).items()):
        parts.append(_saved(number, key, tickets, values))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return {key: Length(count, late) for key, count, late in cursor.fetchall()}


def _saved(number: int, key: str, tickets: QuerySet, values: dict) -> str:
    """The list of a saved view, composed by the ORM; its values get names like the others'."""
    sql, given = tickets.order_by().values("pk")[:MANY].query.sql_with_params()
    names = [f"saved_{number}_{place}" for place in range(len(given))]
    values |= dict(zip(names, given, strict=True)) | {f"saved_{number}": key}
    counted = COUNTED.format(sql % tuple(f"%({name})s" for name in names))
    return f"SELECT %(saved_{number})s, {counted}, {NONE}"
