from django.urls import path

from chat.doors import door
from core.http import resource
from notifications.push.views import colleagues, devices, receipts, renewals, workers

app_name = "push"

urlpatterns = [
    path("push/receipt", receipts.show, name="receipt"),
    path("push/renewed", renewals.show, name="renewed"),
    path("push/worker.js", resource(GET=workers.show), name="worker"),
    path("push/key", resource(GET=workers.key), name="key"),
    path("push/devices", door(POST=devices.create, DELETE=devices.destroy), name="devices"),
    path("desk/push/devices/", resource(POST=colleagues.create, DELETE=colleagues.destroy), name="colleagues"),
]
