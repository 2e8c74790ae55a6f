"""The customers near the head of a line hear how it moves. The others hear of it when they are near, or ask."""

from chat.models import Conversation
from chat.standing import standing_of
from core.live import push_many
from core.statements import Statement

TOLD = 20
MOVED = Statement("""
    UPDATE tickets_session SET told_place = line.place
      FROM (SELECT id, row_number() OVER (PARTITION BY queue_id ORDER BY with_bot, opened_at, id) AS place
              FROM tickets_session WHERE queue_id IS NOT NULL) AS line
     WHERE line.id = tickets_session.id AND line.place <= %(told)s AND told_place IS DISTINCT FROM line.place
    RETURNING ticket_id
""")


def moved() -> list[int]:
    """The tickets whose place is another than their customers were told; they count as told."""
    return [ticket for (ticket,) in MOVED.rows(told=TOLD)]


def show_places(tickets: list[int]) -> None:
    """A place moves no version: it is a hint, and the next answer over HTTP says it again."""
    found = list(Conversation.objects.filter(ticket__in=tickets).select_related("ticket"))
    frames = zip(found, standing_of(found), strict=True)
    push_many(
        (f"ticket.{conversation.ticket_id}.customer", {"type": "state", "version": None, "conversation": state})
        for conversation, state in frames
    )
