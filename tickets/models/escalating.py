from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.shielding.fields import ShieldedCharField
from tickets.events import TicketEscalated
from tickets.models.querying import LIVING
from tickets.refusals import Refused


class Escalation(models.Model):
    """That somebody passed a ticket on because he could not solve it, to whom, and why; a row for reports."""

    ticket = models.ForeignKey("tickets.Ticket", models.CASCADE, related_name="escalations", verbose_name=_("ticket"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="escalated",
        verbose_name=_("by"),
    )
    reason = ShieldedCharField(_("reason"), max_length=500)
    from_department = models.ForeignKey(
        "accounts.Department", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("from")
    )
    to_department = models.ForeignKey(
        "accounts.Department",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("to the department"),
    )
    to_agent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("to the person"),
    )
    is_to_experienced = models.BooleanField(_("to a more experienced one"), default=False)
    escalated_at = models.DateTimeField(_("escalated at"), auto_now_add=True)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["escalated_at"], name="escalation_by_time")]

    def __str__(self):
        return f"{self.ticket_id}"


class Escalating(models.Model):
    """Passed to somebody who can do more, with the reason."""

    class Meta:
        abstract = True

    def escalate(self, *, reason: str, department=None, agent=None, by) -> bool:
        """To another department, one of its people or a colleague; to neither: a supervisor of this one.

        The priority rises by one. A repeat finds the ticket where it should go, and does nothing.
        """
        with self._locked():
            self._refuse_unless_living()
            is_to_experienced = department is None and agent is None
            agent = self._more_experienced(than=by) if is_to_experienced else agent
            elsewhere = department is not None and department.pk != self.department_id
            if not elsewhere and (agent is None or agent.pk == self.assignee_id):
                return False
            self._write_the_escalation(reason, department if elsewhere else None, agent, is_to_experienced, by=by)
            if elsewhere:
                return self.transfer(department, agent=agent, by=by)
            return self.assign(agent, by=by)

    def _write_the_escalation(self, reason: str, department, agent, is_to_experienced: bool, *, by) -> None:
        Escalation.objects.create(
            ticket=self,
            by=by,
            reason=reason,
            from_department_id=self.department_id,
            to_department=department,
            to_agent=agent,
            is_to_experienced=is_to_experienced,
        )
        self.priority = min(self.priority + 1, self.Priority.URGENT)
        to = agent.display_name if agent else department.name
        line = self._happen("escalated", by=by, public=False, assignee=to, reason=reason)
        self._save(*self.ROW_FIELDS, "priority")
        self._record(
            TicketEscalated,
            by=by,
            numbers=line.numbers,
            from_department_id=self.department_id,
            department_id=department and department.pk,
            agent_id=agent and agent.pk,
        )

    def _more_experienced(self, *, than):
        """A supervisor of the department: who is online first, and of those who has the fewest tickets."""
        people = User.objects.active().filter(role=User.Role.SUPERVISOR).exclude(pk=than.pk)
        if self.department_id:
            people = people.in_department(self.department_id)
        mine = people.filter(pk=self.assignee_id).first()
        if mine:
            return mine
        living = models.Q(tickets__status__in=LIVING)
        there = User.objects.online().values("pk")
        ranked = people.annotate(
            load=models.Count("tickets", filter=living),
            is_there=models.Case(models.When(pk__in=there, then=0), default=1),
        )
        found = ranked.order_by("is_there", "load", "pk").first()
        if found is None:
            raise Refused("nobody", _("This department has no supervisor. Choose a colleague or another department."))
        return found
