import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.calling import called_in
from tickets.events import TicketAssigned, TicketGivenBack, TicketHandedOver, TicketTakenOver, WhisperHeard
from tickets.models.message import Message
from tickets.models.session import Session
from tickets.refusals import Refused


class Supervising(models.Model):
    """A supervisor's hand in a conversation that somebody else leads. Who may do so is asked at the door."""

    class Meta:
        abstract = True

    def is_only_watched_by(self, agent) -> bool:
        """He looks over the shoulder of whoever has the ticket: nothing that he sees counts as read."""
        return self.assignee_id not in (None, agent.pk) and agent.has_perm("tickets.supervise")

    def whisper(self, *, text: str, client_id: uuid.UUID, attachments=(), reply_to=None, by) -> tuple[Message, bool]:
        """A word to whoever has the ticket, shown above his composer until he has heard it; for all others a note."""
        called = called_in(text, ticket=self, by=by) or {}
        with self._locked():
            if known := self._known(client_id):
                return known, False
            if self.assignee_id in (None, by.pk):
                raise Refused("nobody", _("Nobody else has this ticket: there is no one to whisper to."))
            name = self.assignee.display_name
            called = {**called, name: [self.assignee_id]}
            whisper = {"whisper": self.assignee_id, "whispered_to": name}
            return self._note(text, client_id, attachments, reply_to, called=called, by=by, **whisper)

    def hear_whisper(self, message: Message, *, by) -> bool:
        """The one it was meant for has read it: it leaves the place above his composer and stays in the talk."""
        with self._locked():
            message = self._afresh(message)
            if message.details.get("whisper") != by.pk or message.details.get("heard"):
                return False
            message.details["heard"] = True
            self._tell_changed(message, WhisperHeard, "details", by=by)
        return True

    def take_over(self, *, by) -> bool:
        """Lead the conversation from now on, whoever did. Races with his reply: the later one learns of the other."""
        with self._locked():
            if self.assignee_id is None:
                return self.take(by=by)
            self._refuse_unless_living()
            if self.assignee_id == by.pk:
                return False
            former = self.assignee
            self._hand_on(by, TicketTakenOver, told="taken_over", other=former, taken_from=former, by=by)
        return True

    def give_back(self, *, by) -> bool:
        """To whom it was taken over from."""
        with self._locked():
            self._refuse_unless_living()
            if self.assignee_id != by.pk:
                return False
            former = self.taken_from
            if former is None:
                raise Refused("nobody", _("You have not taken it over from anybody."))
            self._refuse_unless_seen_by(former)
            self._hand_on(former, TicketGivenBack, told="given_back", other=former, by=by)
        return True

    def hand_over(self, agent, *, by) -> bool:
        """From one operator to another, with the customer if they talk: he is told who goes on."""
        with self._locked():
            self._refuse_unless_living()
            if self.assignee_id == agent.pk:
                return False
            self._refuse_unless_seen_by(agent)
            self._hand_on(agent, TicketHandedOver, told="handed_over", other=agent, by=by)
        return True

    def _hand_on(self, agent, kind: type[TicketAssigned], *, told: str, other, taken_from=None, by) -> None:
        """`told` is what colleagues read in the line, with the name of the `other`; the customer reads who joined."""
        former, self.assignee, self.taken_from, self.offer_due_at = self.assignee_id, agent, taken_from, None
        self._stop_snoozing()
        if self.status == "new":
            self.status = "open"
        joins = Session.objects.hand_on(self, to=agent, from_queue=agent == by)
        handed = {"kind": told, "name": by.display_name, "to": other.display_name}
        line = self._happen(
            "joined" if joins else "assigned", by=by, public=joins, name=agent.display_name, handed=handed
        )
        self._save(*self.ROW_FIELDS, "assignee", "taken_from", "status")
        self._record(kind, by=by, numbers=line.numbers, assignee_id=agent.pk, from_id=former)
