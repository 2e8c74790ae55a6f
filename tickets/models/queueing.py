import uuid
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core.actors import BOT, SYSTEM
from tickets.events import OfferAccepted, OfferLapsed, PersonAsked, TicketAssigned
from tickets.models.routing import Routing, Seat
from tickets.models.session import LIVE, Session
from tickets.refusals import Refused


class Queueing(models.Model):
    """A chat in its department's line: handed to an operator, opened by him in time or handed on."""

    class Meta:
        abstract = True

    def offer(self, agent, *, within: timedelta) -> bool:
        """Hand it to an operator, who has so long to open it; the caller holds his row and has counted his chats."""
        with self._locked():
            if self.assignee_id is not None or not self.is_living:
                return False
            self.assignee, self.offer_due_at = agent, Now() + within
            self.status = "open" if self.status == "new" else self.status
            Session.objects.filter(ticket=self).exclude(queue=None).update(route_due_at=None)
            Seat.given(agent.pk)
            line = self._happen("assigned", by=SYSTEM, public=False, assignee=agent.display_name)
            self._save(*self.ROW_FIELDS, "assignee", "status")
            self._record(TicketAssigned, by=SYSTEM, numbers=line.numbers, assignee_id=agent.pk, from_id=None)
        return True

    def accept(self, *, by) -> bool:
        """The operator has it in front of him: he joins. Races with `let_pass`; whoever has the lock first wins."""
        if self.offer_due_at is None or self.assignee_id != by.pk:
            return False
        with self._locked():
            session = Session.objects.current_of(self)
            if self.offer_due_at is None or self.assignee_id != by.pk or session is None:
                return False
            self.offer_due_at = None
            session.join(by=by)
            line = self._happen("joined", by=by)
            self._save(*self.ROW_FIELDS)
            self._record(OfferAccepted, by=by, numbers=line.numbers, agent_id=by.pk)
        return True

    def let_pass(self) -> bool:
        """Its time is over and he has not opened it: back to the line, and not to him again at once."""
        with self._locked():
            if self.offer_due_at is None:
                return False
            session, self.offer_due_at = Session.objects.current_of(self), None
            if session is None or session.queue_id is None or self.assignee is None:
                # It is in somebody's hands, however it came there.
                self._save()
                return False
            agent, self.assignee = self.assignee, None
            session.passed_by, session.route_due_at = [*session.passed_by, agent.pk], Now()
            session.save(update_fields=["passed_by", "route_due_at"])
            line = self._happen("passed", by=SYSTEM, public=False, assignee=agent.display_name)
            self._save(*self.ROW_FIELDS, "assignee")
            self._record(OfferLapsed, by=SYSTEM, numbers=line.numbers, from_id=agent.pk)
        return True

    def overflow(self, department) -> bool:
        """Nobody here can have it in time: another department's line, once."""
        with self._locked():
            session = Session.objects.current_of(self)
            if session is None or session.overflowed_at or self.assignee_id:
                return False
            Session.objects.filter(pk=session.pk).update(overflowed_at=Now())
            return self.transfer(department, by=SYSTEM)

    def ask_for_person(self, *, by, promise: str = "") -> bool:
        """The customer wants a human: from now on before those who only talk with the bot.

        `promise` is said to him at once, where nobody is there who could come.
        """
        with self._locked():
            session = Session.objects.current_of(self)
            if session is None or session.state != Session.State.QUEUED or not session.with_bot:
                return False
            session.with_bot = False
            session.route_due_at = session.queue_id and Now()
            session.save(update_fields=["with_bot", "route_due_at"])
            self._happen("person_asked", by=SYSTEM, public=False)
            if promise:
                said = {"automatic": True}
                self._append(client_id=uuid.uuid4(), by=BOT, author_kind="bot", text=promise, details=said)
            numbers = self._raise_version(public=True)
            self._save(*self.ROW_FIELDS)
            self._record(PersonAsked, by=by, numbers=numbers)
        return True

    def tell_of_rule(self, name: str) -> None:
        """Colleagues read which rule of the house sent it here."""
        with self._locked():
            self._happen("routed", by=SYSTEM, public=False, department=self.department.name, reason=name)
            self._save(*self.ROW_FIELDS)

    def _refuse_beyond_capacity(self, agent, session) -> None:
        """Before a chat becomes his: where chats are handed out nobody takes more than he can carry.

        His row is held until the commit, so that neither a second window nor a sweep counts the same free place.
        """
        if session is None or self.channel not in LIVE or self.department_id is None:
            return
        get_user_model().objects.select_for_update(no_key=True).values("pk").get(pk=agent.pk)
        Seat.given(agent.pk)
        routing = Routing.of(self.department_id)
        if routing.is_push and not agent.has_perm("tickets.supervise"):
            _refuse_if_full(agent, routing)


def _refuse_if_full(agent, routing: Routing) -> None:
    own = Seat.objects.filter(pk=agent.pk).values_list("capacity", flat=True).first()
    capacity = own or routing.capacity
    count = chats_of(agent.pk)
    if count >= capacity:
        full = _("You have %(count)d chats already, and %(capacity)d at once is the most. End one first.")
        raise Refused("full", full % {"count": count, "capacity": capacity})


def chats_of(agent_id: int) -> int:
    """How many live chats are in his hands."""
    return Session.objects.current().filter(ticket__assignee=agent_id, ticket__channel__in=LIVE).count()
