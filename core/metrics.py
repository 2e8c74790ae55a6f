"""Figures for Prometheus: django-prometheus' own, and how late the sweeps are, asked at the moment of scraping."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error
from django.http import HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import REGISTRY, GaugeMetricFamily
from prometheus_client.registry import Collector

from core.models import Reaction
from core.sweeps.lateness import oldest_due


class Lateness(Collector):
    """Holds no state: several web processes answer the same."""

    def describe(self):
        # Without this the registry would collect, and so ask the database, on import.
        return []

    def collect(self):
        oldest = GaugeMetricFamily("helpdesk_oldest_due_seconds", "Age of the oldest due row", labels=["kind"])
        failing = GaugeMetricFamily("helpdesk_reactions", "Reactions that raised", labels=["state"])
        try:
            for kind, seconds in oldest_due().items():
                oldest.add_metric([kind], seconds)
            failing.add_metric(["retrying"], Reaction.objects.filter(failed_at=None, attempts__gt=0).count())
            failing.add_metric(["given_up"], Reaction.objects.exclude(failed_at=None).count())
        except Error:
            # The other figures are wanted most of all when the database is away.
            return
        yield oldest
        yield failing


REGISTRY.register(Lateness())


@login_not_required  # figures only; METRICS_TOKEN keeps strangers out where a proxy does not
@require_safe
def show(request):
    token = getattr(settings, "METRICS_TOKEN", "")
    if token and not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
