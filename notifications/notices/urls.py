from django.urls import path

from core.http import resource
from notifications.notices.views import notices, readings, wishes

app_name = "notices"

urlpatterns = [
    path("", resource(GET=notices.index), name="index"),
    path("bell/", resource(GET=notices.bell), name="bell"),
    path("count/", resource(GET=notices.count), name="count"),
    path("readings/", resource(POST=readings.create), name="readings"),
    path("wishes/", resource(GET=wishes.show, POST=wishes.update), name="wishes"),
]
