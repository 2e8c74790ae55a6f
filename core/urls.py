from django.urls import path

from core import bundles, health, metrics
from core.http import resource

app_name = "core"
urlpatterns = [
    path("health/live", health.live, name="live"),
    path("health/ready", health.ready, name="ready"),
    path("styles-<slug:digest>.css", resource(GET=bundles.show_styles), name="styles"),
    path("metrics", metrics.show, name="metrics"),
]
