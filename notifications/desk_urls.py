from django.urls import path

from core.http import resource
from notifications.views import told
from tickets import converters  # noqa: F401 - the addresses below name numbers

app_name = "told"

urlpatterns = [path("tickets/<number:number>/told/", resource(GET=told.show), name="ticket")]
