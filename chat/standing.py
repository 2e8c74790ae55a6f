"""How a customer's conversations stand: who is there, what is unread. One query, however many there are."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from chat.asking import ask_of
from chat.models import Conversation
from chat.serialising import conversation_json
from core.statements import Statement

# Asked with every message. As a QuerySet it cost five times as much, nearly all of it for putting the SQL together.
LATEST_SESSIONS = Statement("""
    SELECT session.ticket_id, session.state, session.closed_at,
           operator.id, operator.name, operator.public_name, operator.email, operator.photo,
           (SELECT count(*) FROM tickets_message
             WHERE ticket_id = session.ticket_id AND visibility = 'public' AND happening = ''
               AND author_kind <> 'customer' AND public_seq > ticket.customer_read_seq),
           customer.name_asked_at IS NULL AND customer.preferred_name_source IN ('', 'channel'),
           CASE customer.preferred_name WHEN '' THEN customer.name ELSE customer.preferred_name END
      FROM (SELECT DISTINCT ON (ticket_id) ticket_id, state, closed_at, operator_id
              FROM tickets_session WHERE ticket_id = ANY(%(tickets)s)
             ORDER BY ticket_id, id DESC) AS session
      JOIN tickets_ticket AS ticket ON ticket.id = session.ticket_id
      JOIN customers_customer AS customer ON customer.id = ticket.customer_id
      LEFT JOIN accounts_user AS operator ON operator.id = session.operator_id AND session.state = 'joined'
""")


@dataclass(frozen=True)
class Standing:
    """The latest session of a ticket, as its customer may know it."""

    state: str = "closed"
    closed_at: datetime | None = None
    operator: User | None = None
    unread: int = 0
    # How the customer wants to be called was not asked yet; what we know of it.
    asks_name: bool = False
    name: str = ""


def standing_of(conversations: list[Conversation]) -> list[dict]:
    """CONVERSATION for each, in order. Their tickets were read before, so a version never runs ahead of its content."""
    standings = _standings([conversation.ticket_id for conversation in conversations])
    return [_told(each, standings.get(each.ticket_id, Standing())) for each in conversations]


def _told(conversation: Conversation, standing: Standing) -> dict:
    return {**conversation_json(conversation, standing), "ask": ask_of(conversation, standing)}


def _standings(ticket_ids: list[int]) -> dict[int, Standing]:
    if not ticket_ids:
        return {}
    return {row[0]: _standing(*row[1:]) for row in LATEST_SESSIONS.rows(tickets=ticket_ids)}


def _standing(state, closed_at, operator_id, name, public_name, email, photo, *rest) -> Standing:
    known = operator_id is not None
    operator = User(pk=operator_id, name=name, public_name=public_name, email=email, photo=photo) if known else None
    return Standing(state, closed_at, operator, *rest)
