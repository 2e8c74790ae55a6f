import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ConversationQuerySet(models.QuerySet):
    def reachable_by(self, visitor):
        own = Q(visitor=visitor)
        if visitor.verified:
            own |= Q(visitor__site=visitor.site_id, visitor__verified=True, visitor__customer=visitor.customer_id)
        return self.filter(own)

    def nearest(self, visitor, public_id: uuid.UUID) -> Any:
        """The conversation or None. Another device of a customer may have drawn the same id; one's own comes first."""
        rows: Any = self.filter(public_id=public_id).select_related("ticket")
        return min(rows, key=lambda row: row.visitor_id != visitor.pk, default=None)

    def newest_first(self):
        return self.order_by("-ticket__last_message_at", "-pk")


class Conversation(models.Model):
    """A ticket as one browser knows it: by an id that the browser made itself."""

    public_id = models.UUIDField(_("id"))
    visitor = models.ForeignKey(
        "chat.Visitor", models.CASCADE, related_name="own_conversations", verbose_name=_("visitor")
    )
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="conversations", verbose_name=_("ticket"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        constraints = [
            models.UniqueConstraint(fields=["visitor", "public_id"], name="conversation_once_per_visitor"),
            models.UniqueConstraint(fields=["ticket", "visitor"], name="conversation_once_per_ticket_and_visitor"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def going_on(self) -> "Conversation | None":
        """Where this one goes on: the visitor's own of that ticket, made if nobody has come this way."""
        former = self.ticket
        successor = former.successor
        if successor is None:
            return None
        drawn = uuid.uuid5(self.public_id, f"ticket-{successor.pk}") if former.leads_on else self.follow_up_id
        return self.beside(successor, drawn)

    @property
    def continues(self) -> str | None:
        """The id under which the talk goes on after its ticket was merged into another."""
        ticket = self.ticket
        following = self.going_on() if ticket.merged_into_id and ticket.leads_on else None
        return str(following.public_id) if following else None

    def beside(self, ticket, public_id: uuid.UUID) -> "Conversation":
        """The same visitor's conversation of another ticket; an id that is computed lets two who make it meet."""
        found, _made = Conversation.objects.get_or_create(
            visitor_id=self.visitor_id, ticket=ticket, defaults={"public_id": public_id}
        )
        found.ticket = ticket
        return found

    @property
    def follow_up_id(self) -> uuid.UUID:
        """Computed, not drawn: whoever opens the follow-up first, every sender arrives at the same one."""
        return uuid.uuid5(self.public_id, "follow-up")
