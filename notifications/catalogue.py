"""The categories with their templates, kept in the process for a few seconds: each request of the API needs one."""

import time

from notifications.models import Category

KEEP_SECONDS = 3


class Catalogue:
    def __init__(self):
        self._read_at = float("-inf")
        self._categories: dict[str, Category] = {}

    def category(self, slug: str) -> Category | None:
        """What is not known is looked for anew, so a category that was made a second ago works at once."""
        return self._current().get(slug) or self._current(keep=0).get(slug)

    def forget(self) -> None:
        self._read_at = float("-inf")

    def _current(self, keep: float = KEEP_SECONDS) -> dict[str, Category]:
        now = time.monotonic()
        if now - self._read_at > keep:
            self._categories = {each.slug: each for each in Category.objects.prefetch_related("templates")}
            self._read_at = now
        return self._categories


catalogue = Catalogue()
