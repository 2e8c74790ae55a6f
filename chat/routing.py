from django.urls import path

from chat.consumers import DeskConsumer, WidgetConsumer, together  # noqa: F401 - importing registers what it does

websocket_urlpatterns = [
    path("live/desk/", DeskConsumer.as_asgi()),
    path("live/widget/", WidgetConsumer.as_asgi()),
]
