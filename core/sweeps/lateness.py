"""How late the sweeps are: the one figure that tells whether time works."""

from datetime import date, timedelta

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Now

from core.sweeps.registry import Sweep, sweeps


class Overdue:
    """Asks in one query how late each kind is. Keep it to ask again: to compile it costs more than to run it."""

    def __init__(self, kinds: list[Sweep]):
        self.kinds = kinds
        self._sql, self._params = _compile(kinds)

    def ask(self) -> dict[str, timedelta]:
        """How long ago the oldest due row of each kind fell due; kinds without one are absent."""
        if not self._sql:
            return {}
        with connection.cursor() as cursor:
            cursor.execute(self._sql, self._params)
            return {kind: max(now - due, timedelta()) for kind, due, now in cursor.fetchall()}


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


def _head(each: Sweep):
    return (
        each.due(Now())
        .select_related(None)
        .order_by(each.due_field)
        .values_list(Value(each.kind), F(each.due_field), Now())[:1]
    )
