from datetime import datetime

from django.db import models
from django.utils import timezone

AT_RISK = 4


class Promising(models.Model):
    """The answer that a waiting customer is owed, and by when. Whoever changes it holds the row's lock and saves."""

    class Meta:
        abstract = True

    def _owe_an_answer(self, *, since: datetime | None = None) -> None:
        """Start the clock, unless it runs. A customer who waits already costs no query."""
        if self.answer_due_at is None and self.department_id:
            since = since or timezone.now()
            self.answer_due_at = self.department.answer_due(since)
            self.answer_risk_at = self.answer_due_at and risk_of(since, self.answer_due_at)

    def _promise_anew(self) -> None:
        """Another department has other hours; the customer waits since when he did."""
        if self.answer_due_at is not None:
            self._owe_nothing()
            self._owe_an_answer(since=self.waiting_since)

    def _owe_nothing(self) -> None:
        self.answer_due_at = self.answer_risk_at = None


def risk_of(since: datetime, due: datetime) -> datetime:
    """From when on a promise is at risk: the last quarter of its time."""
    return due - (due - since) / AT_RISK
