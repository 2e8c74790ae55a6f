"""What the demo's customers think of it afterwards, what operators sum up, and what reviews found."""

from helpdesk.demo.scripts import content
from tickets.models import Feedback, Question, Session, Ticket


def asked(departments: dict) -> None:
    """The questions after a rating that are missing."""
    for row in content("questions.toml")["question"]:
        department = departments.get(row.pop("department", ""))
        Question.objects.get_or_create(key=row.pop("key"), defaults={**row, "department": department})


class Thinks:
    """Verbs of a script about the last session of its ticket."""

    ticket: Ticket

    def is_helped(self, step, who) -> None:
        self.ticket.say_solved(self._last_session(), True, by=who)

    def rates(self, step, who) -> None:
        """ "5", or few stars and why: "2: It took days." """
        stars, _, comment = step.words.partition(": ")
        self.ticket.rate(self._last_session(), int(stars), by=who)
        if comment:
            self.ticket.comment_on(self._last_session(), comment, by=who)

    def answers(self, step, who) -> None:
        key, _, answer = step.words.partition(": ")
        self.ticket.answer_questions(self._last_session(), {key: answer}, by=who)

    def sums_up(self, step, who) -> None:
        self.ticket.summarise(step.words, by=who)

    def reviews(self, step, who) -> None:
        """Reasons, and a note behind a colon. It changes nothing in the ticket, so it is never the last step."""
        reasons, _, note = step.words.partition(": ")
        feedback = Feedback.objects.get(session=self._last_session())
        feedback.review(reasons=reasons.split(", "), note=note, seen_at=None, by=who)

    def _last_session(self) -> int:
        return Session.objects.served().filter(ticket=self.ticket).latest("pk").pk
