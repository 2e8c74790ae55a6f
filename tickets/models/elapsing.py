import uuid
from contextlib import contextmanager

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from core.actors import BOT, SYSTEM
from tickets import automatic
from tickets.events import CustomerAbsent
from tickets.models.chat_rules import QUIET, ChatRules
from tickets.models.message import AuthorKind
from tickets.models.minding import CHATS
from tickets.models.session import Session

MOST_NUDGES = 2


class Elapsing(models.Model):
    """What is done when a time has come (`tickets/sweeps.py` knows when). Under the lock the reason is looked at again.

    Nothing that is said here counts as an answer: who waited, waits on.
    """

    class Meta:
        abstract = True

    def welcome(self) -> bool:
        """Say that somebody comes, or greet in the name of the operator who came."""
        with self._elapsed("welcome_due_at") as (session, rules):
            if session is None:
                return False
            session.set_clocks(welcome_due_at=None)
            if session.state == Session.State.JOINED:
                return rules.greets and not self._has_answered(session) and self._say("greeting", rules, session)
            return rules.welcomes and self.waiting_since is not None and self._say(self._welcome(), rules, session)

    def nudge(self) -> bool:
        """Tell a customer who waits long that he is not forgotten, twice at most."""
        with self._elapsed("nudge_due_at") as (session, rules):
            if session is None:
                return False
            nudges = self._nudges() if self._is_waiting() and rules.nudges else MOST_NUDGES
            again = rules.nudge_after if nudges + 1 < MOST_NUDGES else None
            session.set_clocks(nudge_due_at=again and Now() + again)
            return nudges < MOST_NUDGES and self._say("nudge", rules, session)

    def warn(self) -> bool:
        """Ask a customer who has fallen silent whether he is still there."""
        with self._elapsed("warn_due_at") as (session, rules):
            if session is None:
                return False
            silent = rules.ends and self._is_silent(session)
            session.set_clocks(warn_due_at=None, end_due_at=Now() + rules.end_after if silent else None)
            return silent and self._say("warning", rules, session)

    def end_if_silent(self) -> bool:
        """End the session of a customer who was warned and stayed silent. Races with his message: the lock decides."""
        with self._elapsed("end_due_at") as (session, rules):
            if session is None:
                return False
            if not (rules.ends and self._is_silent(session)):
                session.set_clocks(end_due_at=None)
                return False
            if rules.says_farewell:
                self._write_by_itself("farewell", rules, session)
            self._end_session(session, by=SYSTEM)
        return True

    def notice_absence(self) -> bool:
        """A reply found nobody there. What he has received meanwhile, he was there for."""
        with self._locked():
            if self.absence_due_at is None:
                return False
            self.absence_due_at = None
            missed = self._unreceived_replies().order_by("public_seq").first()
            if missed is None:
                self._save()
                return False
            self.absent_since = Now()
            line = self._happen("absent", by=SYSTEM, public=False)
            self._save(*self.ROW_FIELDS)
            self._record(CustomerAbsent, by=SYSTEM, numbers=line.numbers, message_id=missed.pk)
        return True

    @contextmanager
    def _elapsed(self, clock: str):
        """Under the lock: the current session, if this clock of it still runs, and the rules.

        What the words need is read together with the ticket, for many of these fall due at once.
        """
        everything = type(self).objects.select_related("customer", "department__chat_rules")
        with transaction.atomic():
            self.refresh_from_db(from_queryset=everything.select_for_update(no_key=True, of=("self",)))
            session = Session.objects.select_related("operator").current_of(self)
            is_due = session is not None and getattr(session, clock) is not None
            ours = self.channel in CHATS and self.department
            yield session if is_due else None, ChatRules.at_hand(self.department) if ours else QUIET

    def _is_silent(self, session: Session) -> bool:
        """The customer's turn, and nothing of him unread or unanswered."""
        joined = session.state == Session.State.JOINED
        return joined and self.status == "pending" and self.waiting_since is None and not self.unread_count

    def _has_answered(self, session: Session) -> bool:
        said = self.messages.public().filter(author_kind="agent", happening="", created_at__gte=session.opened_at)
        return said.exists()

    def _nudges(self) -> int:
        return self.messages.filter(details__automatic="nudge", created_at__gte=self.waiting_since).count()

    def _unreceived_replies(self):
        later = self.messages.public().filter(happening="", author_kind="agent")
        return later.filter(public_seq__gt=self.customer_delivered_seq).by_hand()

    def _welcome(self) -> str:
        return "on_the_way" if self.department.is_open(timezone.now()) else "closed"

    def _say(self, kind: str, rules: ChatRules, session: Session) -> bool:
        said = self._write_by_itself(kind, rules, session)
        if said:
            self._save("last_seq", "last_public_seq")
        return said

    def _write_by_itself(self, kind: str, rules: ChatRules, session: Session) -> bool:
        """One of the department's texts. The greeting is the operator's own, all others the assistant's."""
        operator = session.operator
        text = automatic.words(kind, ticket=self, rules=rules, operator=operator, now=timezone.now())
        if not text:
            return False
        author = operator if kind == "greeting" else None
        self._append(
            client_id=uuid.uuid4(),
            by=SYSTEM if author else BOT,
            author_kind=AuthorKind.AGENT if author else AuthorKind.BOT,
            author=author,
            text=text,
            details={"automatic": kind},
        )
        return True
