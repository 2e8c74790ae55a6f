"""How late the sweeps are: the one figure that tells whether time works."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F, Value
from django.db.models.functions import Now

from core.sweeps.registry import Sweep, sweeps


def overdue(kinds: Iterable[Sweep]) -> dict[str, timedelta]:
    """How long ago the oldest due row of each kind fell due; kinds without one are absent. One query."""
    heads = [_head(each) for each in kinds]
    if not heads:
        return {}
    rows = heads[0].union(*heads[1:], all=True) if len(heads) > 1 else heads[0]
    return {kind: max(now - due, timedelta()) for kind, due, now in rows}


def oldest_due() -> dict[str, float]:
    """Seconds of the oldest due row for every kind, 0.0 where nothing is due."""
    late = overdue(sweeps())
    return {each.kind: late.get(each.kind, timedelta()).total_seconds() for each in sweeps()}


def _head(each: Sweep):
    return (
        each.due(Now())
        .select_related(None)
        .order_by(each.due_field)
        .values_list(Value(each.kind), F(each.due_field), Now())[:1]
    )
