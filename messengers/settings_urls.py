"""What SMS may cost and where they go; mounted beside the settings' own pages."""

from django.urls import path

from core.http import resource
from messengers.views import sms_settings

app_name = "sms"
urlpatterns = [
    path("sms/", resource(GET=sms_settings.index, POST=sms_settings.update), name="index"),
    path("sms/new/", resource(GET=sms_settings.new, POST=sms_settings.create), name="new_country"),
    path("sms/<int:pk>/", resource(GET=sms_settings.edit, POST=sms_settings.change), name="country"),
]
