import secrets
import uuid
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from chat.models.conversation import Conversation
from chat.models.site import Site
from chat.models.visitor import Visitor, digest

ENTROPY_BYTES = 16
SALT = "chat.link"


class ConversationLinkQuerySet(models.QuerySet):
    def to(self, ticket) -> str:
        """A new link into the ticket's conversation; its token is nowhere but in what is sent."""
        token = secrets.token_urlsafe(ENTROPY_BYTES)
        expires = Now() + settings.CONVERSATION_LINK_LIFE
        self.create(ticket=ticket, token_hash=digest(token), expires_at=expires)
        return token

    def holding(self, token: str):
        return self.filter(token_hash=digest(token))

    def leading_somewhere(self):
        """Not opened yet and not too old, or opened: then the browser that did so goes on."""
        return self.filter(Q(expires_at__gt=Now()) | ~Q(used_at=None))


class ConversationLink(models.Model):
    """A way back into one conversation, sent to whoever it belongs to: opened once and soon, or never."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="links", verbose_name=_("ticket"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("created at"), db_default=Now())
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("opened at"), null=True, blank=True)

    objects = ConversationLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("link into a conversation")
        verbose_name_plural = _("links into conversations")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"#{self.ticket_id}"

    @transaction.atomic
    def open(self, key: str) -> tuple[Any, str] | None:
        """A visitor who sees this conversation and nothing else, with his token; None when the link is used or too old.

        `key` is the browser's own secret: whoever used the link up and lost the answer on the way asks again with it.
        Races with itself: of two who open it at once, one comes in.
        """
        fresh = ConversationLink.objects.filter(pk=self.pk, used_at=None, expires_at__gt=Now())
        site = self.site
        token = salted_hmac(SALT, f"{self.pk}-{key}", algorithm="sha256").hexdigest()
        if site is None or not fresh.update(used_at=Now()):
            visitor = Visitor.objects.holding(token).select_related("site").first()
            return visitor and (visitor, token)
        visitor = Visitor.objects.arrive_by_link(site, token, ticket=self.ticket)
        Conversation.objects.create(visitor=visitor, ticket=self.ticket, public_id=uuid.uuid4())
        return visitor, token

    @property
    def site(self) -> Site | None:
        """Where the conversation was last had through a widget, else the first that there is."""
        sites = Site.objects.active()
        known = sites.filter(visitors__own_conversations__ticket=self.ticket_id)
        return known.order_by(F("visitors__seen_at").desc()).first() or sites.order_by("pk").first()
