"""What a visitor's browser loads before it can show the open widget, as it goes over the wire."""

from django.test import Client

from bench.printing import figure
from chat.views import widget_app


def widget() -> None:
    addresses = ["/widget/v1.js", widget_app.address()]
    weights = [_weight(address) for address in addresses]
    figure("widget-size", sum(weights) / 1024, "kB gzip", n=len(weights), first_script=round(weights[0] / 1024, 2))


def _weight(address: str) -> int:
    return len(Client().get(address, headers={"Accept-Encoding": "gzip", "Host": "127.0.0.1"}).content)
