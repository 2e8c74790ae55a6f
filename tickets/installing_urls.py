from django.urls import path

from core.http import resource
from tickets.views import installing

app_name = "installing"
urlpatterns = [
    path("manifest.webmanifest", resource(GET=installing.manifest), name="manifest"),
    path("worker.js", resource(GET=installing.worker), name="worker"),
    path("offline/", resource(GET=installing.offline), name="offline"),
]
