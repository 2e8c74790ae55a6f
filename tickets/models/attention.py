from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, grants
from tickets.calling import Called, ids_of


class FollowerQuerySet(models.QuerySet):
    def who_still_see_it(self):
        """Those whose ticket went to a department not theirs hear no more: `visible_to`, asked of all at once."""
        everything = [role for role in Role if grants(role, "tickets.view_all")]
        seen = Q(ticket__department=None) | Q(ticket__assignee=F("user")) | Q(user__role__in=everything)
        theirs = Q(user__memberships__department=F("ticket__department"))
        return self.filter(seen | theirs, user__is_active=True)


class Follower(models.Model):
    """An agent who wants to hear of a ticket that is not his."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="followers", verbose_name=_("ticket"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="followed", verbose_name=_("operator")
    )
    followed_at = models.DateTimeField(_("followed at"), auto_now_add=True)

    objects = FollowerQuerySet.as_manager()

    class Meta:
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [models.UniqueConstraint(fields=["user", "ticket"], name="follower_once_per_ticket")]

    def __str__(self):
        return f"{self.user} · {self.ticket_id}"


class MentionQuerySet(models.QuerySet):
    def of(self, agent):
        return self.filter(user=agent)

    def unseen(self):
        return self.filter(seen_at=None)


class Mention(models.Model):
    """A colleague called by name in a note; open until he has seen it."""

    message = models.ForeignKey("tickets.Message", models.CASCADE, related_name="mentions", verbose_name=_("message"))
    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="mentions", verbose_name=_("ticket"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mentions", verbose_name=_("operator")
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    seen_at = models.DateTimeField(_("seen at"), null=True, blank=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="mention_once_per_message")]
        indexes = [
            models.Index(fields=["user", "-created_at"], name="mention_of_user"),
            models.Index(fields=["user", "ticket"], name="mention_unseen", condition=models.Q(seen_at=None)),
        ]

    def __str__(self):
        return f"{self.user} · {self.message_id}"

    @classmethod
    def call(cls, called: Called | None, message) -> None:
        """Keep who was called, within the transaction that writes the note."""
        if called:
            Mention.objects.bulk_create(
                Mention(message=message, ticket_id=message.ticket_id, user_id=pk) for pk in ids_of(called)
            )

    @classmethod
    def see(cls, ticket, *, by) -> bool:
        """The agent has the ticket in front of him: nothing calls him here any more."""
        return bool(cls.objects.of(by).unseen().filter(ticket=ticket).update(seen_at=Now()))
