import uuid
from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from core.actors import BOT, SYSTEM
from tickets import automatic
from tickets.events import CustomerAbsent
from tickets.models.chat_rules import QUIET, ChatRules
from tickets.models.session import Session

# Within this time a page that is open has received what was written.
ABSENT_AFTER = timedelta(seconds=20)
# Where people sit in front of it; a letter waits for its answer in peace.
CHATS = ("widget",)
NOTHING_DUE = dict.fromkeys(Session.CLOCKS)


class Minding(models.Model):
    """When something is to happen by itself around a chat: set, moved and cleared in the transaction of its reason.

    The times stand on the session, and of a customer who may have left on the ticket. `tickets/elapsing.py` does what
    is due in a session.
    """

    class Meta:
        abstract = True

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

    def _unreceived_replies(self):
        later = self.messages.public().filter(happening="", author_kind="agent")
        return later.filter(public_seq__gt=self.customer_delivered_seq).by_hand()

    def _begin_session(self, **clocks) -> None:
        welcome = Now() if self.channel in CHATS else None
        Session.objects.begin(self, welcome_due_at=welcome, **clocks)

    def _mind_the_waiting(self) -> None:
        """The customer begins to wait, in his session or in a new one; the lock is held."""
        clocks = self._clocks_of_waiting()
        if not self._set_clocks(**clocks):
            self._begin_session(**clocks)

    def _mind_the_silence(self) -> None:
        """He has his answer: whether he is there to receive it, and whether he goes on, is now to be seen."""
        rules = self._rules()
        ends = rules.ends and self.status == "pending"
        self._set_clocks(**NOTHING_DUE | {"warn_due_at": Now() + rules.warn_after if ends else None})
        if self.channel in CHATS and self.absence_due_at is None and self.absent_since is None:
            self.absence_due_at = Now() + ABSENT_AFTER

    def _say_farewell(self, session: Session) -> None:
        rules, now = self._rules(), timezone.now()
        if not rules.says_farewell:
            return
        if text := automatic.words("farewell", ticket=self, rules=rules, operator=session.operator, now=now):
            said = {"text": text, "details": {"automatic": "farewell"}}
            self._append(client_id=uuid.uuid4(), by=BOT, author_kind="bot", **said)

    def _mind_nothing(self) -> None:
        """Somebody else's turn: neither side is waited for."""
        self._set_clocks(**NOTHING_DUE)

    def _mind_anew(self) -> None:
        """In another department other rules hold; of who is silent there, nobody has spoken yet."""
        clocks = self._clocks_of_waiting()
        if not self._is_waiting():
            clocks["nudge_due_at"] = None
        self._set_clocks(**clocks)

    def _is_back(self) -> None:
        """Whatever shows that the customer is there; the verb that learns it saves."""
        self.absence_due_at = self.absent_since = None

    def _clocks_of_waiting(self) -> dict:
        rules = self._rules()
        nudge = Now() + rules.nudge_after if rules.nudges else None
        return {"nudge_due_at": nudge, "warn_due_at": None, "end_due_at": None}

    def _set_clocks(self, **clocks) -> bool:
        """Of the current session; whether there is one."""
        return bool(Session.objects.current().filter(ticket=self).update(**clocks))

    def _rules(self) -> ChatRules:
        return ChatRules.of(self.department_id) if self.channel in CHATS else QUIET

    def _is_waiting(self) -> bool:
        return self.waiting_since is not None and self.status in ("new", "open")
