"""Claim due rows and handle them. Any number of workers may do it at once: a locked row is somebody else's."""

import time
from collections.abc import Container

import structlog
from django.db import connection, transaction

from core.errors import place_of
from core.sweeps.lateness import Overdue
from core.sweeps.registry import Sweep, SweepTogether, sweeps

logger = structlog.get_logger(__name__)

# How long one kind may keep a lane before the next one has its turn, and one transaction its locks, in seconds.
TURN = 1.0
HOLD = 0.05


def tick(overdue: Overdue | None = None) -> int:
    """Give every kind that has due rows one turn; answer how many rows were handled."""
    overdue = overdue or Overdue(sweeps())
    return take_turns(overdue, overdue.ask())


def take_turns(overdue: Overdue, late: Container[str]) -> int:
    return sum(_turn(each, overdue) for each in overdue.kinds if each.kind in late)


def run_due(*, rounds: int = 100) -> int:
    """Sweep until nothing is due, without a worker: for tests and the command line."""
    overdue, handled = Overdue(sweeps()), 0
    for _ in range(rounds):
        if not (now := tick(overdue)):
            break
        handled += now
    return handled


def _turn(each: Sweep, overdue: Overdue) -> int:
    until, handled = time.monotonic() + TURN, 0
    try:
        while True:
            found, done = _claim(each, overdue)
            handled += done
            # Fewer than there was room for are all that was due, unless there was no time for some of them: what falls
            # due meanwhile has the next turn.
            if (done == found < each.batch) or time.monotonic() > until:
                break
    except Exception as error:
        # One kind that cannot be swept must not stop the others, unless the database itself is gone.
        if not connection.is_usable():
            raise
        logger.error("sweep_failed", kind=each.kind, error=place_of(error))
    return handled


def _claim(each: Sweep, overdue: Overdue) -> tuple[int, int]:
    """How many were due, and of how many there was time to handle."""
    with transaction.atomic():
        rows = overdue.rows(each)
        handled = _handle_due(each, rows, overdue)
    for row in handled:
        each.afterwards(row)
    return len(rows), len(handled)


def _handle_due(each: Sweep, rows: list, overdue: Overdue) -> list:
    if isinstance(each, SweepTogether) and rows and not any(_is_late(each, row) for row in rows):
        if _handle_together(each, rows):
            return rows
        # What is undone in the database has changed these objects. The locks are held still.
        rows = overdue.rows(each)
    return _handle_in_turn(each, rows)


def _handle_together(each: SweepTogether, rows: list) -> bool:
    try:
        with transaction.atomic():
            each.handle_all(rows)
    except Exception as error:
        if connection.needs_rollback:
            raise
        logger.warning("due_rows_failed", kind=each.kind, rows=len(rows), error=place_of(error))
        return False
    return True


def _handle_in_turn(each: Sweep, rows: list) -> list:
    """Those for which there was time; the others keep their place."""
    until, handled = time.monotonic() + HOLD, []
    for row in rows:
        _handle(each, row)
        handled.append(row)
        if time.monotonic() > until:
            break
    return handled


def _is_late(each: Sweep, row) -> bool:
    return each.late_after is not None and row.late_by > each.late_after


def _handle(each: Sweep, row) -> None:
    try:
        with transaction.atomic():
            (each.handle_late if _is_late(each, row) else each.handle)(row)
    except Exception as error:
        if connection.needs_rollback:
            raise
        logger.warning("due_row_failed", kind=each.kind, row=row.pk, error=place_of(error))
        each.failed(row, error)
