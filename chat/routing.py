from django.urls import path, re_path

from chat.consumers import DeskConsumer, WidgetConsumer, together  # noqa: F401 - importing registers what it does


async def nowhere(scope, receive, send):
    """A wrong address is refused like a wrong origin, not answered with an error of ours."""
    await receive()
    await send({"type": "websocket.close"})


websocket_urlpatterns = [
    path("live/desk/", DeskConsumer.as_asgi()),
    path("live/widget/", WidgetConsumer.as_asgi()),
    re_path(r"", nowhere),
]
