"""What happens again and again: a row per job holds when it runs next. No beat, nothing to keep alive."""

from collections.abc import Callable
from datetime import timedelta

from django.db.models.functions import Now

from core.errors import place_of
from core.models import Job
from core.sweeps.registry import Sweep, sweep

_jobs: dict[str, tuple[Callable[[], None], timedelta]] = {}


def job(name: str, *, every: timedelta):
    """Run the function about so often, in one worker, inside a transaction. What an outage left out is not made up."""

    def register(function):
        _jobs[name] = (function, every)
        return function

    return register


def plan_jobs() -> None:
    """Write down the jobs that have no row yet; a worker does this when it starts."""
    Job.objects.bulk_create([Job(name=name) for name in _jobs], ignore_conflicts=True)


@sweep
class Jobs(Sweep):
    kind = "jobs"
    due_field = "next_run_at"
    lane = "jobs"

    def due(self, now):
        # A job that only a newer release knows is left to the workers of that release.
        return Job.objects.filter(next_run_at__lte=now, name__in=list(_jobs))

    def handle(self, row):
        function, every = _jobs[row.name]
        function()
        Job.objects.filter(pk=row.pk).update(next_run_at=Now() + every, last_run_at=Now(), error="")

    def failed(self, row, error):
        again = min(_jobs[row.name][1], timedelta(minutes=10))
        Job.objects.filter(pk=row.pk).update(next_run_at=Now() + again, error=place_of(error))


@job("core.pulse", every=timedelta(seconds=5))
def beat() -> None:
    """Nothing to do: when the row of this job grows old, no worker sweeps any more, and health says so."""
