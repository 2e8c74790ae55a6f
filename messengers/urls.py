from django.urls import path

from core.http import resource
from messengers.views import hooks

app_name = "messengers"
urlpatterns = [
    path("hooks/<slug:kind>/<slug:key>/", resource(POST=hooks.receive), name="hook"),
]
