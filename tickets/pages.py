"""Keyset pages: the next rows are found by the key of the last one, so page one thousand is as quick as the first."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FURTHEST = 10**17


@dataclass(frozen=True)
class Cursor:
    """A row's place in `latest_first`, as it stands in an address: microseconds and number."""

    last_message_at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.last_message_at - EPOCH) // timedelta(microseconds=1)}-{self.pk}"

    @classmethod
    def of(cls, ticket) -> "Cursor":
        return cls(ticket.last_message_at, ticket.pk)

    @classmethod
    def parse(cls, text: str | None) -> "Cursor | None":
        """The place, or None for what is no place: then the reader gets the first page."""
        moment, _, pk = (text or "").partition("-")
        if not (moment.isascii() and moment.isdigit() and pk.isascii() and pk.isdigit() and len(pk) < 19):
            return None
        if len(moment) > 18 or int(moment) > FURTHEST:
            return None
        return cls(EPOCH + timedelta(microseconds=int(moment)), int(pk))
