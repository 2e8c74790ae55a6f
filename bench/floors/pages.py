"""The floor of the desk's pages: a bare Django view over the ideal query, through the same server and bridge."""

import os

import django
from django.conf import settings

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.floors.pages_settings"
django.setup()
# allauth insists on its middleware while it is set up; the floor has none.
settings.MIDDLEWARE = []

from a2wsgi import WSGIMiddleware  # noqa: E402
from channels.routing import ProtocolTypeRouter  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402

application = ProtocolTypeRouter({"http": WSGIMiddleware(WSGIHandler(), workers=8)})
