"""How long the queues are, for the numbers beside them."""

from django.db import connection

MANY = 100

# Each list is counted to a hundred by its own partial index, whose condition has to stand here word for word.
# Written out, because the ORM takes longer to compose these subqueries than the database to answer them.
LENGTHS = """
SELECT wanted, (SELECT count(*) FROM (SELECT FROM tickets_ticket WHERE department_id = wanted
    AND status IN ('new', 'open', 'pending', 'on_hold') LIMIT 100) counted)
FROM unnest(%(departments)s::bigint[]) wanted
UNION ALL SELECT 0, (SELECT count(*) FROM (SELECT FROM tickets_ticket WHERE assignee_id = %(agent)s
    AND status IN ('new', 'open', 'pending', 'on_hold') LIMIT 100) counted)
UNION ALL SELECT -1, (SELECT count(*) FROM (SELECT FROM tickets_ticket WHERE assignee_id IS NULL
    AND (%(everywhere)s OR department_id IS NULL OR department_id = ANY(%(own)s::bigint[]))
    AND status IN ('new', 'open', 'pending', 'on_hold') LIMIT 100) counted)
"""


def lengths(agent, departments: list[int]) -> dict[int | str, int]:
    """Tickets in each of these departments, and under "mine" and "unassigned"; a hundred means that many or more."""
    values = {
        "departments": departments,
        "agent": agent.pk,
        "everywhere": agent.has_perm("tickets.view_all"),
        "own": list(agent.department_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(LENGTHS, values)
        found = dict(cursor.fetchall())
    return found | {"mine": found[0], "unassigned": found[-1]}
