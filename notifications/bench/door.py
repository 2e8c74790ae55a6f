"""The local providers' process, as `python -m embedded.providers` serves it."""

import json
import time
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

from django.conf import settings

PATIENCE, REMEMBERED = 5, 10
# The process is on this machine, whatever proxy leads outside.
_directly = build_opener(ProxyHandler({}))


class Door:
    """Any OSError means that nobody is there."""

    def __init__(self, url: str):
        self.url = url.rstrip("/")

    def ask(self, method: str, path: str, words: Any = None) -> Any:
        if not self.url:
            raise OSError("no address")
        body = None if words is None else json.dumps(words).encode()
        request = Request(self.url + path, body, method=method)  # noqa: S310 - of the settings, http alone
        with _directly.open(request, timeout=PATIENCE) as answer:
            return json.load(answer)

    def addresses(self) -> dict[str, dict]:
        return self.ask("GET", "/")

    def ledger(self, *targets: str) -> dict[str, list]:
        return self.ask("GET", f"/ledger?{urlencode([('target', each) for each in targets])}")

    def plan(self, targets: dict[str, dict]) -> None:
        self.ask("PUT", "/targets", targets)

    def subscribe(self) -> dict[str, Any]:
        return self.ask("POST", "/subscriptions")


def door() -> Door:
    return Door(settings.TEST_PROVIDERS_URL)


def is_open() -> bool:
    try:
        return bool(door().addresses())
    except (OSError, ValueError):
        return False


@lru_cache(maxsize=1)
def _addresses(url: str, moment: int) -> dict[str, dict]:
    return Door(url).addresses()


def addresses() -> dict[str, dict]:
    """Where they are; asked anew now and then, for their process may have begun again."""
    return _addresses(settings.TEST_PROVIDERS_URL, int(time.monotonic() // REMEMBERED))
