"""Every active site, kept in the process for a few seconds: each request needs one, and there are few."""

import time

from chat.models import Site

KEEP_SECONDS = 5


class Directory:
    def __init__(self):
        self._read_at = float("-inf")
        self._sites: dict[int, Site] = {}

    def site(self, pk: int) -> Site | None:
        return self._current().get(pk)

    def keyed(self, key: str) -> Site | None:
        found = self._keyed(key)
        if found is None:
            # It may have been made a second ago.
            self.forget()
            found = self._keyed(key)
        return found

    def knows_origin(self, origin: str) -> bool:
        """A preflight carries no token, so all it can be asked is whether any site lives there."""
        return any(origin in site.origins for site in self._current().values())

    def _keyed(self, key: str) -> Site | None:
        return next((site for site in self._current().values() if site.key == key), None)

    def forget(self) -> None:
        self._read_at = float("-inf")

    def _current(self) -> dict[int, Site]:
        now = time.monotonic()
        if now - self._read_at > KEEP_SECONDS:
            self._sites = {site.pk: site for site in Site.objects.active().select_related("department")}
            self._read_at = now
        return self._sites


directory = Directory()
