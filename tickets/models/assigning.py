import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.events import TicketAssigned, TicketReleased, TicketTransferred
from tickets.models.rule import RuleMatch
from tickets.models.session import Session
from tickets.refusals import Refused


class Assigning(models.Model):
    """Who answers."""

    class Meta:
        abstract = True

    def take(self, *, by, seen_assignee_id: int | None = None) -> bool:
        """Have the ticket, if it is still with whom the agent saw it (nobody, mostly); the quicker of two gets it."""
        with self._locked():
            self._refuse_unless_living()
            if self.assignee_id == by.pk:
                return False
            if self.assignee_id != seen_assignee_id:
                raise Refused("taken", self._who_has_it())
            self._hand_to(by, by=by)
        return True

    def assign(self, agent, *, by, note: str = "") -> bool:
        with self._locked():
            self._refuse_unless_living()
            if self.assignee_id == agent.pk:
                return False
            self._refuse_unless_seen_by(agent)
            self._hand_to(agent, by=by)
            if note:
                self.note(text=note, client_id=uuid.uuid4(), by=by)
        return True

    def release(self, *, by) -> bool:
        """Back to the queue: nobody has it now. The customer is not told, he goes on waiting for whoever comes."""
        with self._locked():
            self._refuse_unless_living()
            if self.assignee_id is None:
                return False
            former, self.assignee, self.taken_from = self.assignee_id, None, None
            self.offer_due_at = None
            Session.objects.back_to_queue(self)
            line = self._happen("released", by=by, public=False)
            self._save(*self.ROW_FIELDS, "assignee", "taken_from")
            self._record(TicketReleased, by=by, numbers=line.numbers, from_id=former)
        return True

    def transfer(self, department, *, agent=None, by, note: str = "") -> bool:
        """Send the ticket to another department's queue, or one of its people, with a word to the colleagues there."""
        with self._locked():
            self._refuse_unless_living()
            if self.department_id == department.pk:
                return False
            former, self.department, self.assignee, self.taken_from = self.department_id, department, None, None
            self.offer_due_at = None
            RuleMatch.objects.correct(self, by=by)
            self._promise_anew()
            self._stop_snoozing()
            Session.objects.back_to_queue(self)
            self._mind_anew()
            line = self._happen("transferred", by=by, department=department.name)
            if note:
                self._append(client_id=uuid.uuid4(), by=by, author_kind="agent", text=note, public=False)
            self._save(*self.ROW_FIELDS, "department", "assignee", "taken_from")
            self._record(
                TicketTransferred,
                by=by,
                numbers=line.numbers,
                from_department_id=former,
                department_id=department.pk,
            )
            if agent:
                self.assign(agent, by=by)
        return True

    def _hand_to(self, agent, *, by) -> None:
        session = Session.objects.current_of(self)
        if agent == by:
            self._refuse_beyond_capacity(by, session)
        former, self.assignee, self.taken_from, self.offer_due_at = self.assignee_id, agent, None, None
        self._stop_snoozing()
        if self.status == "new":
            self.status = "open"
        # The customer is told when a person joins him; a colleague assigned by a third joins with his first reply.
        joins = agent == by and Session.objects.hand_on(self, to=agent, from_queue=True)
        if agent.pk != by.pk:
            Session.objects.leave_the_line(self)
        line = self._happen("joined" if joins else "assigned", by=by, public=joins, assignee=agent.display_name)
        self._save(*self.ROW_FIELDS, "assignee", "taken_from", "status")
        self._record(TicketAssigned, by=by, numbers=line.numbers, assignee_id=agent.pk, from_id=former)

    def _who_has_it(self):
        if self.assignee:
            return _("%(name)s has taken it.") % {"name": self.assignee.display_name}
        return _("Nobody has it any more. Take it, if you still want to.")

    def _refuse_unless_seen_by(self, agent) -> None:
        if not type(self).objects.visible_to(agent).filter(pk=self.pk).exists():
            raise Refused("no_right", _("%(name)s does not work in this department.") % {"name": agent.display_name})

    def _refuse_unless_living(self) -> None:
        if not self.is_living:
            raise Refused("over", _("This ticket is over. Reopen it first."))
