from django.urls import path

from core.http import resource
from notifications.views import alarms, delivery, exports, ledger, lives, panel
from tickets import converters  # noqa: F401 - the addresses below name numbers

app_name = "notifications"
urlpatterns = [
    path("", resource(GET=ledger.index), name="ledger"),
    path("export/", resource(GET=exports.show), name="export"),
    path("delivery/", resource(GET=delivery.show), name="delivery"),
    path("alarms/", resource(GET=alarms.show), name="alarms"),
    path("<uuid:public_id>/", resource(GET=lives.show), name="life"),
    path("<uuid:public_id>/now/", resource(GET=lives.refresh), name="life_now"),
    path("tickets/<number:number>/", resource(GET=panel.show), name="panel"),
]
