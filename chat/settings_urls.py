"""The sites' own pages among the settings."""

from django.urls import path

from chat.views import site_settings as sites
from core.http import resource

app_name = "sites"
urlpatterns = [
    path("sites/", resource(GET=sites.index), name="index"),
    path("sites/new/", resource(GET=sites.new, POST=sites.create), name="new"),
    path("sites/<int:pk>/", resource(GET=sites.edit, POST=sites.update), name="site"),
    path("sites/<int:pk>/preview/", resource(GET=sites.frame, POST=sites.preview), name="preview"),
    path("sites/<int:pk>/connector/", resource(POST=sites.try_connector), name="connector"),
    path("sites/<int:pk>/secret/", resource(GET=sites.ask_secret, POST=sites.renew_secret), name="secret"),
]
