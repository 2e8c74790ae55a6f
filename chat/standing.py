"""How a customer's conversations stand: who is there, what is unread, what is asked. One query for all of them."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from chat.asking import ask_of
from chat.models import Conversation
from chat.serialising import conversation_json
from core.statements import Statement

# Further back in a line no place is told: it would be counted for nothing.
LAST_PLACE = 99
# Asked with every message. As a QuerySet it cost five times as much, nearly all of it for putting the SQL together.
# While nobody of ours is there, the customer may be asked about the last session that ended; of which, and for how
# long, tickets/models/assessing.py says as well. The house's own questions come when he does not wait.
ASKED = """
    SELECT json_build_object(
               'session', ended.id, 'language', customer.language,
               'joined', ended.joined_at IS NOT NULL, 'waits', ticket.waiting_since IS NOT NULL,
               'operator', CASE WHEN who.id IS NOT NULL THEN json_build_object(
                   'name', who.name, 'public_name', who.public_name, 'email', who.email, 'photo', who.photo) END,
               'solved', said.solved_at IS NOT NULL, 'rated', said.rated_at IS NOT NULL,
               'commented', said.commented_at IS NOT NULL, 'stars', coalesce(said.stars, said.bot_stars),
               'questions', CASE WHEN said.rated_at IS NOT NULL AND said.answered_at IS NULL
                                  AND ticket.waiting_since IS NULL AND ticket.status IN ('pending', 'solved', 'closed')
                   THEN (SELECT json_agg(row_to_json(question) ORDER BY question.position, question.id)
                           FROM tickets_question AS question
                          WHERE is_active AND (department_id IS NULL OR department_id = ticket.department_id)) END)
      FROM tickets_session AS ended
      LEFT JOIN tickets_feedback AS said ON said.session_id = ended.id
      LEFT JOIN accounts_user AS who ON who.id = ended.operator_id
     WHERE ended.ticket_id = session.ticket_id AND ended.state = 'closed'
       AND ended.closed_at > statement_timestamp() - interval '24 hours'
       AND (ended.joined_at IS NOT NULL OR EXISTS (
           SELECT FROM tickets_message WHERE ticket_id = ended.ticket_id AND author_kind = 'bot'
              AND created_at BETWEEN ended.opened_at AND ended.closed_at AND NOT details ? 'automatic'))
     ORDER BY ended.id DESC LIMIT 1
"""
LATEST_SESSIONS = Statement(f"""
    SELECT session.ticket_id, session.state, session.closed_at,
           operator.id, operator.name, operator.public_name, operator.email, operator.photo,
           (SELECT count(*) FROM tickets_message
             WHERE ticket_id = session.ticket_id AND visibility = 'public' AND happening = ''
               AND author_kind <> 'customer' AND public_seq > ticket.customer_read_seq),
           NOT session.with_bot,
           CASE WHEN session.queue_id IS NOT NULL THEN
             (SELECT count(*) + 1 FROM (SELECT FROM tickets_session AS ahead WHERE ahead.queue_id = session.queue_id
               AND (ahead.with_bot, ahead.opened_at, ahead.id) < (session.with_bot, session.opened_at, session.id)
             LIMIT %(last)s) AS counted) END,
           CASE WHEN session.state <> 'joined' AND ticket.merged_into_id IS NULL THEN ({ASKED}) END,
           customer.name_asked_at IS NULL AND customer.preferred_name_source IN ('', 'channel'),
           CASE customer.preferred_name WHEN '' THEN customer.name ELSE customer.preferred_name END
      FROM (SELECT DISTINCT ON (ticket_id) id, ticket_id, state, opened_at, closed_at, operator_id, queue_id, with_bot
              FROM tickets_session WHERE ticket_id = ANY(%(tickets)s)
             ORDER BY ticket_id, id DESC) AS session
      JOIN tickets_ticket AS ticket ON ticket.id = session.ticket_id
      JOIN customers_customer AS customer ON customer.id = ticket.customer_id
      LEFT JOIN accounts_user AS operator ON operator.id = session.operator_id AND session.state = 'joined'
""")  # noqa: S608 - only our own text is put in


@dataclass(frozen=True)
class Standing:
    """The latest session of a ticket, as its customer may know it."""

    state: str = "closed"
    closed_at: datetime | None = None
    operator: User | None = None
    unread: int = 0
    person: bool = False
    place: int | None = None
    # What may be asked about the last session that ended: see ASKED.
    asked: dict | None = None
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
    return {row[0]: _standing(*row[1:]) for row in LATEST_SESSIONS.rows(tickets=ticket_ids, last=LAST_PLACE)}


def _standing(state, closed_at, operator_id, name, public_name, email, photo, unread, person, place, *rest) -> Standing:
    known = operator_id is not None
    operator = User(pk=operator_id, name=name, public_name=public_name, email=email, photo=photo) if known else None
    place = place if place and place <= LAST_PLACE else None
    return Standing(state, closed_at, operator, unread, person, place, *rest)
