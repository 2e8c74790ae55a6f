"""How long the lists are, for the numbers beside them: each counted to a hundred, all in one query."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from core.statements import Statement
from tickets.models.querying import LIVING

MANY = 100
ALIVE = f"status IN {LIVING}"
# As `visible_to` has it, but for what is given to the agent in a department that is not his.
THEIRS = "%(everywhere)s OR department_id IS NULL OR department_id = ANY(%(own)s::bigint[])"
# Each list is counted to a hundred by its own partial index, whose condition has to stand here word for word.
# Written out, because the ORM takes longer to compose these subqueries than the database to answer them.
LENGTHS = """
SELECT wanted::text,
    (SELECT count(*) FROM (SELECT FROM tickets_ticket
        WHERE department_id = wanted AND snoozed_until IS NULL AND {alive} LIMIT {many}) counted),
    (SELECT count(*) FROM (SELECT FROM tickets_ticket WHERE department_id = wanted
        AND answer_risk_at <= statement_timestamp() AND answer_due_at <= statement_timestamp()
        AND {alive} LIMIT {many}) late)
FROM unnest(%(departments)s::bigint[]) wanted
UNION ALL SELECT 'mine',
    (SELECT count(*) FROM (SELECT FROM tickets_ticket
        WHERE assignee_id = %(agent)s AND snoozed_until IS NULL AND {alive} LIMIT {many}) counted),
    (SELECT count(*) FROM (SELECT FROM tickets_ticket WHERE assignee_id = %(agent)s
        AND answer_due_at <= statement_timestamp() AND {alive} LIMIT {many}) late)
UNION ALL SELECT 'unassigned', (SELECT count(*) FROM (SELECT FROM tickets_ticket
    WHERE assignee_id IS NULL AND ({theirs}) AND snoozed_until IS NULL AND {alive} LIMIT {many}) counted), NULL
UNION ALL SELECT 'snoozed', (SELECT count(*) FROM (SELECT FROM tickets_ticket WHERE snoozed_until IS NOT NULL
    AND (assignee_id = %(agent)s OR snoozed_by_id = %(agent)s AND ({theirs})) AND {alive} LIMIT {many}) counted), NULL
UNION ALL SELECT 'mentions', (SELECT count(DISTINCT ticket_id) FROM tickets_mention
    JOIN tickets_ticket ON tickets_ticket.id = ticket_id
    WHERE user_id = %(agent)s AND seen_at IS NULL AND (assignee_id = %(agent)s OR {theirs})), NULL
UNION ALL SELECT 'risk', (SELECT count(*) FROM ({at_risk}) counted), NULL
"""
AT_RISK_ANYWHERE = """SELECT FROM tickets_ticket
    WHERE answer_risk_at <= statement_timestamp() AND {alive} LIMIT {many}"""
# By the index of the own departments, and by the own one for what was given to the agent from elsewhere.
AT_RISK_HERE = """(SELECT id FROM tickets_ticket WHERE answer_risk_at <= statement_timestamp()
    AND department_id = ANY(%(own)s::bigint[]) AND {alive} LIMIT {many})
    UNION (SELECT id FROM tickets_ticket WHERE answer_risk_at <= statement_timestamp() AND assignee_id = %(agent)s
    AND {alive} LIMIT {many}) LIMIT {many}"""
SAVED = " UNION ALL SELECT %({key})s, (SELECT count(*) FROM ({tickets}) counted), NULL"


@dataclass(frozen=True)
class Length:
    """A hundred means that many or more; `late` is how many of them are past their promise, None where nobody asks."""

    count: int = 0
    late: int | None = None

    @property
    def text(self) -> str:
        return f"{MANY - 1}+" if self.count >= MANY else str(self.count or "")


def _written(at_risk: str) -> str:
    return LENGTHS.format(at_risk=at_risk.format(alive=ALIVE, many=MANY), alive=ALIVE, many=MANY, theirs=THEIRS)


EVERYWHERE, HERE = _written(AT_RISK_ANYWHERE), _written(AT_RISK_HERE)


def lengths(agent, departments: Iterable[int], saved: dict[str, QuerySet] | None = None) -> dict[str, Length]:
    """Of the agent's own lists by their keys, of departments by their numbers, and of `saved` by theirs."""
    everywhere = agent.has_perm("tickets.view_all")
    sql = EVERYWHERE if everywhere else HERE
    values = {
        "departments": list(departments),
        "agent": agent.pk,
        "everywhere": everywhere,
        "own": [] if everywhere else list(agent.department_ids),
    }
    if not saved:
        return _read(Statement(sql).rows(**values))
    for number, (key, tickets) in enumerate(saved.items()):
        sql += _saved(number, key, tickets, values)
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return _read(cursor.fetchall())


def _read(rows: list[tuple]) -> dict[str, Length]:
    return {key: Length(count, late) for key, count, late in rows}


def _saved(number: int, key: str, tickets: QuerySet, values: dict) -> str:
    """The list of a saved view, composed by the ORM; its values get names like the others'."""
    sql, given = tickets.order_by().values("pk")[:MANY].query.sql_with_params()
    names = [f"saved_{number}_{place}" for place in range(len(given))]
    values |= dict(zip(names, given, strict=True)) | {f"saved_{number}": key}
    return SAVED.format(key=f"saved_{number}", tickets=sql % tuple(f"%({name})s" for name in names))
