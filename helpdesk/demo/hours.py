"""When the demo company answers: Cards day and night, Transfers by day, nobody at the turn of the year."""

from datetime import date, time

from django.utils import timezone

from accounts.models import Holiday, OpeningHours

TIME_ZONE = "Europe/Kyiv"
BY_DAY = {weekday: (time(8), time(20)) for weekday in range(5)} | {5: (time(9), time(17))}


def kept(departments: dict) -> None:
    """Made once, where nobody has said otherwise."""
    transfers = departments["transfers"]
    if transfers.time_zone != "UTC" or transfers.hours.exists():
        return
    for department in departments.values():
        department.time_zone = TIME_ZONE
        department.save(update_fields=["time_zone"])
    OpeningHours.objects.bulk_create(
        OpeningHours(department=transfers, weekday=weekday, opens_at=opens, closes_at=closes)
        for weekday, (opens, closes) in BY_DAY.items()
    )
    first = date(timezone.now().year + 1, 1, 1)
    Holiday.objects.get_or_create(department=transfers, on=first, defaults={"name": "New Year"})
