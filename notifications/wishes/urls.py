from django.urls import path

from core.http import resource
from notifications.wishes import views

urlpatterns = [
    path("w/<str:token>/", resource(GET=views.show, POST=views.update), name="wishes"),
]
