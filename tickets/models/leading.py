from typing import Any

from django.db import models
from django.db.models.functions import Now

from tickets.events import TicketLetGo, TicketMerged, TicketOpened, TicketSplit, TicketTookIn, TicketUnmerged
from tickets.models.session import Session

# What ends with a merging, and comes back when it is undone.
FORMER = (
    "status", "solved_at", "waiting_since", "answer_due_at", "answer_risk_at", "snoozed_until", "snoozed_by_id",
    "unread_count",
)  # fmt: skip

# What a message keeps that is said again in another ticket.
COPIED = ("text", "details", "card", "mood", "created_at", "edited_at")


class Leading(models.Model):
    """Where a talk goes on that does not go on here. `tickets/merging.py` calls these, both rows' locks in hand."""

    class Meta:
        abstract = True

    @property
    def leads_on(self) -> bool:
        """Whether what the customer writes here arrives in the ticket this was merged into.

        Another customer's words do not: he would be answered where he may read nothing.
        """
        return self.merged_into_id is not None and self.merged_into.customer_id == self.customer_id

    @property
    def successor(self) -> Any:
        """The ticket in which the customer goes on, or None."""
        if self.leads_on:
            return self.merged_into
        return type(self).objects.filter(follow_up_of=self).first()

    def _as_it_was(self) -> dict:
        return {name: getattr(self, name) for name in FORMER}

    def _end_in(self, into, *, by) -> None:
        self.status, self.closed_at, self.merged_into = "closed", Now(), into
        self.waiting_since = None
        self._owe_nothing()
        self._stop_snoozing()
        self.offer_due_at = None
        session = Session.objects.close_current(self, by=by)
        line = self._happen("merged", by=by, ticket=into.pk)
        self._save(*self.ROW_FIELDS, "status", "closed_at", "merged_into", "waiting_since")
        self._tell_of_the_end(session, line, by=by)
        self._record(TicketMerged, by=by, numbers=line.numbers, into_id=into.pk)

    def _take_in(self, other, former: dict, *, by) -> None:
        """Whoever waited there waits here now, since when he did and for the answer he was promised."""
        if former["waiting_since"]:
            self.waiting_since = min(filter(None, (self.waiting_since, former["waiting_since"])))
            both = (former["answer_due_at"], former["answer_risk_at"]), (self.answer_due_at, self.answer_risk_at)
            soonest: tuple[Any, Any] = min((pair for pair in both if pair[0]), default=(None, None))
            self.answer_due_at, self.answer_risk_at = soonest
            self.status = "open" if self.status in ("pending", "on_hold") else self.status
            self._stop_snoozing()
            self._mind_the_waiting()
        line = self._happen("took_in", by=by, public=False, ticket=other.pk)
        self._save(*self.ROW_FIELDS, "status", "waiting_since")
        self._record(TicketTookIn, by=by, numbers=line.numbers, merged_id=other.pk)

    def _stand_again(self, former: dict, session: dict, *, by) -> None:
        into, self.merged_into, self.closed_at = self.merged_into_id, None, None
        self._be_as(former)
        if session:
            Session.objects.stand_again(self, **session)
        line = self._happen("unmerged", by=by, ticket=into)
        self._save(*self.ROW_FIELDS, *FORMER, "closed_at", "merged_into")
        self._record(TicketUnmerged, by=by, numbers=line.numbers, from_id=into)

    def _let_go(self, other, former: dict, left: dict, *, by) -> None:
        """What the merging changed here goes back, unless somebody went on from there."""
        if self._as_it_was() == left:
            self._be_as(former)
        line = self._happen("let_go", by=by, public=False, ticket=other.pk)
        self._save(*self.ROW_FIELDS, *FORMER)
        self._record(TicketLetGo, by=by, numbers=line.numbers, merged_id=other.pk)

    def _be_as(self, former: dict) -> None:
        for name, value in former.items():
            setattr(self, name, value)

    def _begin_with(self, said: list, *, by) -> None:
        """Chosen messages of another ticket, each with its author and its time, as the beginning of this one."""
        Session.objects.begin(self)
        if self.assignee_id:
            Session.objects.leave_the_line(self)
        for original, client_id in said:
            self._copy(original, client_id, by=by)
        public = [original for original, _ in said if original.is_public]
        self._read_so_far()
        if public[-1].author_kind == "customer":
            self.waiting_since = next(each.created_at for each in public if each.author_kind == "customer")
            self._owe_an_answer(since=self.waiting_since)
        else:
            self.status = "pending"
        line = self._happen("split_from", by=by, public=False, ticket=self.split_from_id)
        self._save(*self.ROW_FIELDS, *FORMER, "customer_delivered_seq", "customer_read_seq", "agents_read_seq")
        about = {"customer_id": self.customer_id, "department_id": self.department_id}
        self._record(TicketOpened, by=by, numbers=line.numbers, **about)

    def _copy(self, original, client_id, *, by) -> None:
        kept = {name: getattr(original, name) for name in COPIED}
        message = self._append(
            client_id=client_id,
            # Under its author's name; somebody else's words are never put into another's mouth.
            by=original.author or by,
            author_kind=original.author_kind,
            public=original.is_public,
            # Whoever is named in it was called where it was written.
            calls=False,
            **kept,
        )
        files = list(original.attachments.all()) if original.has_files else []
        for file in files:
            file.copy_for(message)
        if files:
            message.has_files = True
            message.save(update_fields=["has_files"])

    def _read_so_far(self) -> None:
        """Both sides know these messages from where they were written."""
        self.customer_delivered_seq = self.customer_read_seq = self.agents_read_seq = self.last_public_seq
        self.unread_count = 0

    def _tell_split(self, new, *, by) -> None:
        line = self._happen("split_off", by=by, public=False, ticket=new.pk)
        self._save(*self.ROW_FIELDS)
        self._record(TicketSplit, by=by, numbers=line.numbers, new_id=new.pk)
