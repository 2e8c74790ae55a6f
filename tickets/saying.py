"""Feedback as pages show it: what was said about a session, with the questions that were answered."""

from dataclasses import dataclass

from tickets.models import Feedback, Question


@dataclass(frozen=True)
class Said:
    feedback: Feedback
    answers: tuple[tuple[str, str], ...]

    @property
    def stars(self) -> str:
        score = self.feedback.score or 0
        return "★" * score + "☆" * (5 - score)


def said_about(rows) -> list[Said]:
    """A question that is asked no more keeps its label; one that is gone shows its key."""
    found = list(rows.select_related("session__operator", "summarised_by"))
    labels = {}
    if any(row.answers for row in found):
        labels = {question.key: question.title for question in Question.objects.all()}
    return [Said(row, tuple((labels.get(key, key), text) for key, text in row.answers.items())) for row in found]
