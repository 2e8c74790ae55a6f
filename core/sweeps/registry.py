"""What falls due, and what is then done. Upper apps register their kinds in a module named sweeps.py."""

from datetime import timedelta
from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

_sweeps: dict[str, "Sweep"] = {}


class Sweep:
    """One kind of due row: which rows, in what order, and what happens to one under its lock.

    `handle` runs in the transaction that claimed the row, in a savepoint of its own; the row carries `late_by`, how
    long ago it fell due. It is called at least once, so whatever leaves the database belongs into a Send.
    """

    kind: ClassVar[str]
    due_field: ClassVar[str] = "due_at"
    # Health turns red when the oldest due row is older than this many seconds: 5 for the cascade.
    red_after: ClassVar[float] = 60
    # A row found later than this, after an outage, goes to handle_late instead.
    late_after: ClassVar[timedelta | None] = None
    retry_after: ClassVar[timedelta] = timedelta(seconds=30)
    # Rows claimed in one transaction. One lock at a time cannot deadlock with a colleague's.
    batch: ClassVar[int] = 1
    # Name here every row that the verb locks, in its order, ("ticket", "self"): SKIP LOCKED takes all or none, and
    # never waits.
    locks: ClassVar[tuple[str, ...]] = ("self",)
    # A lane is a thread with a connection of its own: slow kinds get one, so that they hold back nobody.
    lane: ClassVar[str] = "time"
    threads: ClassVar[int] = 1

    def due(self, now: Now) -> models.QuerySet:
        """The rows due at `now`, which is the database's clock, and only those."""
        raise NotImplementedError

    def handle(self, row) -> None:
        raise NotImplementedError

    def handle_late(self, row) -> None:
        self.handle(row)

    def afterwards(self, row) -> None:
        """What must wait for the commit of `handle`. A worker may die in between: let the row fall due again."""

    def failed(self, row, error: Exception) -> None:
        """Put a row whose handling raised out of the way; its changes are undone already."""
        type(row)._base_manager.filter(pk=row.pk).update(**{self.due_field: Now() + self.retry_after})


class SweepTogether(Sweep):
    """Rows of which many fall due at once: those of one claim are handled in one savepoint, by statements for all.

    Where that raises, each is handled alone, so that a bad row spoils no other; so are those among which one is late.
    """

    batch = 25

    def handle_all(self, rows: list) -> None:
        raise NotImplementedError

    def handle(self, row) -> None:
        self.handle_all([row])


def sweep(cls: type[Sweep]) -> type[Sweep]:
    if cls.kind in _sweeps and type(_sweeps[cls.kind]).__qualname__ != cls.__qualname__:
        raise ValueError(f"two sweeps are called {cls.kind}")
    _sweeps[cls.kind] = cls()
    return cls


def sweeps(lane: str | None = None) -> list[Sweep]:
    return [each for each in _sweeps.values() if lane in (None, each.lane)]


def lanes() -> dict[str, int]:
    """Every lane with the number of its threads."""
    threads: dict[str, int] = {}
    for each in _sweeps.values():
        threads[each.lane] = max(threads.get(each.lane, 1), each.threads)
    return threads
