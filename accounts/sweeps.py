"""Due work of accounts: who was not seen for a minute is offline, and the log says since when."""

from accounts.models import Presence
from core.sweeps.registry import Sweep, sweep


@sweep
class PresenceLapses(Sweep):
    kind = "accounts.presence"
    due_field = "lapses_at"

    def due(self, now):
        return Presence.objects.filter(lapses_at__lte=now)

    def handle(self, presence):
        presence.lapse()
