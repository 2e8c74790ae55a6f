from django.shortcuts import render
from django.utils import timezone

from notifications.ledger.delivery import Delivery
from notifications.models import DeliveryAlarm
from notifications.views.alarms import open_alarms
from notifications.views.doors import for_readers

LAST = 10


@for_readers
def show(request):
    """Which share arrives, how soon, and since when not."""
    delivery = Delivery(request.GET, now=timezone.now())
    past = DeliveryAlarm.objects.exclude(closed_at=None).select_related("category")[:LAST]
    context = {"delivery": delivery, "alarms": open_alarms(), "past": past, "section": "delivery"}
    return render(request, "notifications/delivery.html", context)
