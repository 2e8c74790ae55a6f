from django.shortcuts import render

from notifications.models import DeliveryAlarm
from notifications.views.doors import for_readers


@for_readers
def show(request):
    """For the desk: what arrives too seldom just now. Asked for again every minute by the page that has it."""
    return render(request, "notifications/_alarms.html#desk", {"alarms": open_alarms()})


def open_alarms():
    return DeliveryAlarm.objects.filter(closed_at=None).select_related("category")
