"""How long people in a department's line have waited of late: what can be promised honestly."""

from datetime import datetime, timedelta

from core.statements import Statement
from tickets.models.session import LIVE

RECENT = timedelta(hours=2)
LATEST, FEWEST = 20, 5
WAITED = Statement("""
    SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY waited)
      FROM (SELECT session.joined_at - session.opened_at AS waited
              FROM tickets_session AS session JOIN tickets_ticket AS ticket ON ticket.id = session.ticket_id
             WHERE ticket.department_id = %(department)s AND ticket.channel = ANY(%(live)s)
               AND session.joined_at > %(after)s AND session.joined_at <= %(now)s
             ORDER BY session.joined_at DESC LIMIT %(latest)s) AS joined
    HAVING count(*) >= %(fewest)s
""")


def pace_of(department_id: int, *, now: datetime) -> timedelta | None:
    """The median wait of the last twenty who were joined in the last two hours; None where there were too few."""
    limits = {"after": now - RECENT, "now": now, "latest": LATEST, "fewest": FEWEST}
    row = WAITED.row(department=department_id, live=list(LIVE), **limits)
    return row[0] if row else None
