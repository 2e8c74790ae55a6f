"""What messengers told us is understood afterwards, once, and in the order it came."""

from core.sweeps.registry import Sweep, sweep
from messengers.models import RawEvent


@sweep
class RawEvents(Sweep):
    kind = "raw_events"
    lane = "hooks"
    # An outcome settles a cascade.
    red_after = 5
    batch = 20

    def due(self, now):
        return RawEvent.objects.filter(due_at__lte=now).select_related("messenger")

    def handle(self, row: RawEvent) -> None:
        row.process()

    def failed(self, row: RawEvent, error: Exception) -> None:
        row.put_off(error)
