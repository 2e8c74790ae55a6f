from datetime import timedelta

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tickets.events import MoodSet, QuestionsAnswered, SessionCommented, SessionRated, SessionSummarised, SolvedSaid
from tickets.models.feedback import Feedback
from tickets.models.session import Session
from tickets.refusals import Refused

# How long after its end a customer may say what he thought of a session.
ASKED_FOR = timedelta(hours=24)


class Assessing(models.Model):
    """What the customer thinks of a session that has ended, each thing said once; what its operator says of it.

    None passes a question over. An answer that comes twice or too late changes nothing and returns False.
    """

    class Meta:
        abstract = True

    def say_solved(self, session_id: int, solved: bool | None, *, by) -> bool:
        """Whether his question was solved. A "no" lets the ticket live again, as far as it can."""
        with self._locked():
            feedback = self._asked_about(session_id)
            if feedback is None or feedback.solved_at:
                return False
            feedback.note(solved=solved, solved_at=Now())
            if solved is not None:
                self._happen("said_solved" if solved else "said_unsolved", by=by, public=False)
            if solved is False:
                self._take_up_again(by=by)
            self._tell_everybody(SolvedSaid, by=by, session_id=session_id, solved=solved)
        return True

    def rate(self, session_id: int, stars: int | None, *, by) -> bool:
        """Stars for the operator, or for the bot where nobody of ours came."""
        with self._locked():
            feedback = self._asked_about(session_id)
            if feedback is None or feedback.rated_at:
                return False
            about = "operator" if feedback.session.joined_at else "bot"
            feedback.note(**{"stars" if about == "operator" else "bot_stars": stars}, rated_at=Now())
            if stars is not None:
                self._happen("rated" if about == "operator" else "rated_bot", by=by, public=False, stars=stars)
            self._tell_everybody(
                SessionRated,
                by=by,
                session_id=session_id,
                stars=stars,
                about=about,
                operator_id=feedback.operator_id,
                department_id=feedback.department_id,
            )
        return True

    def comment_on(self, session_id: int, text: str | None, *, by) -> bool:
        """What went wrong, from somebody who gave few stars."""
        with self._locked():
            feedback = self._asked_about(session_id)
            if feedback is None or feedback.commented_at or not feedback.is_low:
                return False
            feedback.note(comment=text or "", commented_at=Now())
            if text:
                self._happen("commented", by=by, public=False, text=text)
            self._tell_everybody(SessionCommented, by=by, session_id=session_id, is_given=bool(text))
        return True

    def answer_questions(self, session_id: int, answers: dict[str, str] | None, *, by) -> bool:
        """The house's own questions, by their keys."""
        with self._locked():
            feedback = self._asked_about(session_id)
            if feedback is None or feedback.answered_at:
                return False
            feedback.note(answers=answers or {}, answered_at=Now())
            self._tell_everybody(QuestionsAnswered, by=by, session_id=session_id, keys=sorted(answers or {}))
        return True

    def summarise(self, text: str, *, by) -> bool:
        """The operator's own words about the last session: what it was about, and how the customer left."""
        if not text:
            raise Refused("empty", _("Write a sentence first."))
        with self._locked():
            session = Session.objects.filter(ticket=self).latest("pk")
            feedback = self._feedback_of(session)
            if feedback.summary == text:
                return False
            feedback.note(summary=text, summarised_at=Now(), summarised_by=by)
            line = self._happen("summarised", by=by, public=False, text=text)
            self._save(*self.ROW_FIELDS)
            self._record(SessionSummarised, by=by, numbers=line.numbers, session_id=session.pk)
        return True

    def sound(self, *, by) -> bool:
        """Take the mood of the customer's last words that had one."""
        with self._locked():
            spoken = self.messages.filter(author_kind="customer").exclude(mood="")
            latest = spoken.order_by("-seq").only("mood", "created_at").first()
            if latest and (session := Session.objects.going_on_at(self, latest.created_at)):
                self._feedback_of(session).note(mood=latest.mood)
            mood = latest.mood if latest else ""
            if self.mood == mood:
                return False
            self.mood = mood
            self._tell_colleagues(MoodSet, "mood", by=by, mood=mood)
        return True

    def _asked_about(self, session_id: int):
        """The feedback that the customer may still give of this session, or None."""
        ended = Session.objects.served().filter(ticket=self, closed_at__gt=Now() - ASKED_FOR)
        session = ended.filter(pk=session_id).first()
        return session and self._feedback_of(session)

    def _feedback_of(self, session: Session):
        session.ticket = self
        feedback, _made = Feedback.objects.get_or_create(session=session)
        feedback.session = session
        return feedback

    def _take_up_again(self, *, by) -> None:
        """He waits again, in a new session where none goes on. After a follow-up this ticket is past."""
        followed = type(self).objects.filter(follow_up_of=self).exists()
        if followed or Session.objects.current_of(self) is not None:
            return
        self._wake(by=by)
        self.waiting_since = self.waiting_since or Now()
        self._owe_an_answer()
        self._stop_snoozing()

    def _tell_everybody(self, kind, *, by, **payload) -> None:
        numbers = self._raise_version(public=True)
        self._save(*self.ROW_FIELDS, "status", "solved_at", "closed_at", "waiting_since")
        self._record(kind, by=by, numbers=numbers, **payload)
