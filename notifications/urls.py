from django.urls import path

from core.http import resource
from notifications.views import alarms, bench, delivery, exports, ledger, lives, panel
from tickets import converters  # noqa: F401 - the addresses below name numbers

app_name = "notifications"
urlpatterns = [
    path("", resource(GET=ledger.index), name="ledger"),
    path("export/", resource(GET=exports.show), name="export"),
    path("delivery/", resource(GET=delivery.show), name="delivery"),
    path("alarms/", resource(GET=alarms.show), name="alarms"),
    path("<uuid:public_id>/", resource(GET=lives.show), name="life"),
    path("<uuid:public_id>/now/", resource(GET=lives.refresh), name="life_now"),
    path("bench/", resource(GET=bench.index, POST=bench.create), name="bench"),
    path("bench/callback/", resource(POST=bench.hear), name="bench_callback"),
    path("bench/<int:run>/", resource(GET=bench.show), name="bench_run"),
    path("bench/<int:run>/now/", resource(GET=bench.refresh), name="bench_now"),
    path("tickets/<number:number>/", resource(GET=panel.show), name="panel"),
]
