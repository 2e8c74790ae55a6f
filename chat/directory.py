"""Every active site, kept in the process for a few seconds: each request needs one, and there are few."""

import time
from collections.abc import Callable

from django.db import InterfaceError, OperationalError

from chat.models import Site

KEEP_SECONDS = 5


class Directory:
    def __init__(self):
        self._read_at = float("-inf")
        self._sites: dict[int, Site] = {}

    def site(self, pk: int) -> Site | None:
        return self._current().get(pk)

    def keyed(self, key: str) -> Site | None:
        return self._first(lambda site: site.key == key)

    def knows_origin(self, origin: str) -> bool:
        """A preflight carries no token, so all it can be asked is whether any site lives there."""
        return self._first(lambda site: origin in site.origins) is not None

    def forget(self) -> None:
        self._read_at = float("-inf")

    def _first(self, fits: Callable[[Site], bool]) -> Site | None:
        """What is not known is looked for anew: a site that was entered a second ago works at once."""
        found = next(filter(fits, self._current().values()), None)
        return found or next(filter(fits, self._current(keep=0).values()), None)

    def _current(self, keep: float = KEEP_SECONDS) -> dict[int, Site]:
        now = time.monotonic()
        if now - self._read_at > keep:
            self._sites = self._read()
            self._read_at = now
        return self._sites

    def _read(self) -> dict[int, Site]:
        try:
            return {site.pk: site for site in Site.objects.active().select_related("department__routing")}
        except (OperationalError, InterfaceError):
            if not self._sites:
                raise
            # Without its origin no page could read that it should come again; nothing else works now anyway.
            return self._sites


directory = Directory()
