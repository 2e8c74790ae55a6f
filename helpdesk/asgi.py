"""One port for everything: sockets live here on the loop, pages go through a bridge to Django's WSGI handler."""

import os
import sys
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

from a2wsgi import WSGIMiddleware
from channels.routing import ProtocolTypeRouter, URLRouter
from django.conf import settings
from django.core.wsgi import get_wsgi_application

# Sets Django up, so it comes before whatever imports models.
pages: Any = get_wsgi_application()

from chat.routing import websocket_urlpatterns  # noqa: E402
from core.bodies import within  # noqa: E402

# A form has more around its file.
BODY_LIMIT = settings.MAX_UPLOAD_BYTES + 1024 * 1024

# A request gives the interpreter up at each of its queries, and with the usual 5 ms it waits that long to go on.
sys.setswitchinterval(0.001)

application = ProtocolTypeRouter(
    {
        # Four times the requests per second of Django's own ASGI handler; static files pass WhiteNoise inside.
        "http": within(BODY_LIMIT, WSGIMiddleware(pages, workers=settings.REQUEST_THREADS)),
        "websocket": URLRouter(websocket_urlpatterns),
    }
)
