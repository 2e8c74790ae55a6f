from django.db import Error
from prometheus_client.core import REGISTRY, GaugeMetricFamily
from prometheus_client.registry import Collector


class Alarms(Collector):
    """Of what too little arrives, asked at the moment of scraping."""

    def describe(self):
        # Without this the registry would collect, and so ask the database, on import.
        return []

    def collect(self):
        from notifications.models import DeliveryAlarm

        alarms = GaugeMetricFamily(
            "helpdesk_delivery_alarm", "Delivered share under an open alarm, percent", labels=["category", "channel"]
        )
        try:
            for alarm in DeliveryAlarm.objects.filter(closed_at=None).select_related("category"):
                alarms.add_metric([alarm.category.slug, alarm.channel], alarm.share)
        except Error:
            return
        yield alarms


REGISTRY.register(Alarms())
