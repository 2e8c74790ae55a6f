"""Questions about tickets, as phrases that chain."""

from django.db import models
from django.db.models import Q

LIVING = ("new", "open", "pending", "on_hold")


class TicketQuerySet(models.QuerySet):
    def visible_to(self, agent):
        """Own departments, tickets without one, and whatever is assigned to the agent; docs/ticket-transitions.md."""
        if not agent.is_active:
            return self.none()
        if agent.has_perm("tickets.view_all"):
            return self
        return self.filter(Q(department_id__in=agent.department_ids) | Q(department=None) | Q(assignee_id=agent.pk))

    def living(self):
        return self.filter(status__in=LIVING)

    def over(self):
        return self.exclude(status__in=LIVING)

    def awake(self):
        return self.filter(snoozed_until=None)

    def snoozed(self):
        return self.filter(snoozed_until__isnull=False)

    def at_risk(self, *, now):
        """Within the last quarter of the time in which an answer was promised, or past it."""
        return self.filter(answer_risk_at__lte=now)

    def unassigned(self):
        return self.filter(assignee=None)

    def assigned_to(self, agent):
        return self.filter(assignee=agent)

    def of(self, customer):
        return self.filter(customer=customer)

    def latest_first(self):
        return self.order_by("-last_message_at", "-pk")


class MessageQuerySet(models.QuerySet):
    def public(self):
        return self.filter(visibility="public")

    def by_hand(self):
        """Without what the department's rules say by themselves."""
        return self.exclude(details__has_key="automatic")

    def changed_publicly_after(self, public_version: int):
        return self.public().filter(public_version__gt=public_version).order_by("public_version")

    def newest(self, count: int):
        """The last `count` messages, newest first."""
        return self.order_by("-seq")[:count]

    def newest_public(self, count: int, *, before: int | None = None):
        """The same for the customer, whose places count public messages alone."""
        rows = self.public() if before is None else self.public().filter(public_seq__lt=before)
        return rows.order_by("-public_seq")[:count]

    def for_reading(self):
        """With their authors, files, cards and what they quote."""
        return self.select_related("author", "reply_to__author").prefetch_related(
            "attachments", "card", "reply_to__attachments", "reply_to__card"
        )
