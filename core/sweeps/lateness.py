"""How late the sweeps are: the one figure that tells whether time works."""

from datetime import date, timedelta

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import DurationField, ExpressionWrapper, F, QuerySet, Value
from django.db.models.functions import Now

from core.statements import compiled
from core.sweeps.registry import Sweep, sweeps


class Overdue:
    """Asks in one query how late each kind is, and for its rows. One for each thread, kept to ask again."""

    def __init__(self, kinds: list[Sweep]):
        self.kinds = kinds
        self._rows: dict[Sweep, QuerySet] = {}
        self._sql, self._params = _compile(kinds)

    def ask(self) -> dict[str, timedelta]:
        """How long ago the oldest due row of each kind fell due; kinds without one are absent."""
        if not self._sql:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(self._sql, self._params)
            return {kind: max(now - due, timedelta()) for kind, due, now in cursor.fetchall()}

    def rows(self, each: Sweep) -> list:
        """A batch of its due rows, locked; those that others have locked are passed over."""
        if each not in self._rows:
            self._rows[each] = compiled(_due_rows(each))
        return list(self._rows[each].all())


def oldest_due() -> dict[str, float]:
    """Seconds of the oldest due row for every kind, 0.0 where nothing is due."""
    late = Overdue(sweeps()).ask()
    return {each.kind: late.get(each.kind, timedelta()).total_seconds() for each in sweeps()}


def _compile(kinds: list[Sweep]) -> tuple[str, tuple]:
    if not kinds:
        return "", ()
    heads = [_head(each) for each in kinds]
    question = heads[0].union(*heads[1:], all=True) if len(heads) > 1 else heads[0]
    try:
        sql, params = question.query.sql_with_params()
    except EmptyResultSet:
        return "", ()
    if any(isinstance(value, date) for value in params):
        raise ValueError("due() must take the time from its argument, not from this machine's clock")
    return sql, params


def _due_rows(each: Sweep) -> QuerySet:
    due = each.due(Now())
    # The order of a model's lists says nothing of time, and the newest first would leave the oldest for last.
    if not due.query.order_by:
        due = due.order_by(each.due_field, "pk")
    late_by = ExpressionWrapper(Now() - F(each.due_field), output_field=DurationField())
    return due.annotate(late_by=late_by).select_for_update(skip_locked=True, of=each.locks)[: each.batch]


def _head(each: Sweep):
    return (
        each.due(Now())
        .select_related(None)
        .order_by(each.due_field)
        .values_list(Value(each.kind), F(each.due_field), Now())[:1]
    )
