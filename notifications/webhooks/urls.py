"""Webhooks among the settings."""

from django.urls import path

from core.http import resource
from notifications.webhooks import views

app_name = "webhooks"
urlpatterns = [
    path("webhooks/", resource(GET=views.index), name="index"),
    path("webhooks/new/", resource(GET=views.new, POST=views.create), name="new"),
    path("webhooks/<int:pk>/", resource(GET=views.edit, POST=views.update), name="endpoint"),
    path("webhooks/<int:pk>/log/", resource(GET=views.log), name="log"),
    path("webhooks/<int:pk>/secret/", resource(GET=views.ask_secret, POST=views.renew_secret), name="secret"),
    path("webhooks/<int:pk>/test/", resource(POST=views.send_test), name="test"),
    path("webhooks/<int:pk>/activation/", resource(GET=views.ask_activation, POST=views.activation), name="activation"),
    path("webhooks/<int:pk>/replays/<int:delivery>/", resource(POST=views.replay), name="replay"),
]
