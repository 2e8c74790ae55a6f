"""How a customer's conversations stand: who is there, what is unread. One query, however many there are."""

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from chat.models import Conversation
from chat.serialising import conversation_json
from tickets.models import Message, Session


def standing_of(conversations: list[Conversation]) -> list[dict]:
    """CONVERSATION for each, in order. Their tickets were read before, so a version never runs ahead of its content."""
    sessions = {session.ticket_id: session for session in latest_sessions([c.ticket_id for c in conversations])}
    return [conversation_json(conversation, sessions.get(conversation.ticket_id)) for conversation in conversations]


def latest_sessions(ticket_ids: list[int]):
    said = Message.objects.public().filter(ticket=OuterRef("ticket")).order_by()
    unread = said.filter(happening="", seq__gt=OuterRef("ticket__customer_read_seq")).exclude(author_kind="customer")
    return (
        Session.objects.filter(ticket__in=ticket_ids)
        .order_by("ticket", "-pk")
        .distinct("ticket")
        .select_related("operator")
        .annotate(
            # The customer's last place, not the ticket's: notes leave no trace.
            public_seq=Subquery(said.order_by("-seq").values("seq")[:1]),
            unread=Coalesce(
                Subquery(unread.values("ticket").annotate(n=Count("pk")).values("n"), output_field=IntegerField()), 0
            ),
        )
    )
