"""Deliveries that fall due. A slow receiver holds back no other: it has few calls at once, and rests after a fault."""

from datetime import timedelta

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Now

from core.sends import SendSweep, State
from core.sweeps.jobs import job
from core.sweeps.registry import sweep
from notifications.models import WebhookDelivery
from notifications.webhooks.transport import THREADS

AT_ONE_ENDPOINT = 3
KEPT = timedelta(days=30)


@sweep
class Deliveries(SendSweep):
    kind = "webhooks"
    model = WebhookDelivery
    threads = THREADS
    # A receiver that is down for an hour is not our illness.
    red_after = 600

    def due(self, now):
        going_on = WebhookDelivery.objects.filter(
            endpoint=OuterRef("endpoint"), state__in=[State.CLAIMED, State.CALLING]
        )
        count = going_on.order_by().values("endpoint").annotate(count=Count("pk")).values("count")
        may_begin = Q(endpoint__is_active=True, busy__lt=AT_ONE_ENDPOINT) & (
            Q(endpoint__resting_until=None) | Q(endpoint__resting_until__lte=now)
        )
        rows = super().due(now).annotate(busy=Coalesce(Subquery(count, output_field=IntegerField()), 0))
        return rows.filter(may_begin | ~Q(state=State.ARMED)).select_related("endpoint")


@job("notifications.webhook_log", every=timedelta(hours=6))
def forget_old_deliveries() -> None:
    WebhookDelivery.objects.filter(created_at__lt=Now() - KEPT, due_at=None).delete()
