from django.urls import path

from chat.views import welcome
from core.http import resource

app_name = "welcome"
urlpatterns = [
    path("", resource(GET=welcome.begin), name="begin"),
    path("later/", resource(POST=welcome.later), name="later"),
    path("panel/", resource(GET=welcome.panel), name="panel"),
    path("<slug:step>/", resource(GET=welcome.show, POST=welcome.save), name="step"),
]
