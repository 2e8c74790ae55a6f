"""When the demo's operators were there today. Who is online now is told by open desks alone."""

from datetime import datetime, timedelta

from accounts.models import PresenceChange, User
from helpdesk.demo.scripts import content, span

DAY = timedelta(hours=12)


def shifts_kept(cast: dict, *, now: datetime) -> None:
    """Of whom nothing was logged for half a day: a shift up to now. What real desks have logged stays."""
    for row in content("shifts.toml")["shift"]:
        person: User = cast[row["person"]]
        if not PresenceChange.objects.filter(user=person, happened_at__gt=now - DAY).exists():
            PresenceChange.objects.bulk_create(
                PresenceChange(
                    user=person, status=status, happened_at=now - span(ago), set_by=cast.get(by[0]) if by else None
                )
                for ago, status, *by in row["log"]
            )
