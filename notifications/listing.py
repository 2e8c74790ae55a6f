"""A list as an address asks for it: narrowed, the newest first, a page at a time or all of it in pieces."""

import re
from collections.abc import Container, Iterator, Mapping
from datetime import datetime, timedelta
from typing import ClassVar

from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode

PAGE, CHUNK = 50, 500
PERIODS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
NUMBER = re.compile(r"[1-9]\d{0,17}")


class Listing:
    """What makes no sense in an address is passed over."""

    filters: ClassVar[tuple[str, ...]]
    # Of those the ones whose word is the number of a row, and the ones that know a few words only.
    numbers: ClassVar[tuple[str, ...]] = ()
    words: ClassVar[Mapping[str, Container[str]]] = {}

    def __init__(self, given: MultiValueDict):
        told = {name: given.get(name, "").replace("\0", "").strip()[:100] for name in self.filters}
        self.given = {name: word for name, word in told.items() if word and self._fits(name, word)}

    @property
    def query(self) -> str:
        return urlencode(self.given)

    def rows(self, *, now: datetime) -> QuerySet:
        """Those it is narrowed to, with what each says of itself."""
        raise NotImplementedError

    def page(self, *, after: str, now: datetime) -> tuple[list, int | None]:
        """The rows before a number, the newest first, and the number to go on from when there are more."""
        rows = self.rows(now=now).order_by("-pk")
        if NUMBER.fullmatch(after):
            rows = rows.filter(pk__lt=after)
        found = list(rows[: PAGE + 1])
        return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None

    def chunks(self, *, now: datetime) -> Iterator[list]:
        """All rows: no cursor and no transaction stay open while somebody's line is slow."""
        rows, last = self.rows(now=now).order_by("-pk"), None
        while chunk := list(rows.filter(pk__lt=last)[:CHUNK] if last else rows[:CHUNK]):
            yield chunk
            last = chunk[-1].pk

    def _fits(self, name: str, word: str) -> bool:
        if name in self.numbers:
            return NUMBER.fullmatch(word) is not None
        return word in self.words.get(name, [word])
