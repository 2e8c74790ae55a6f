from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FURTHEST = 253_402_300_799 * 10**6
LONGEST = 18


@dataclass(frozen=True)
class Place:
    """Where a page of results ended, as it stands in an address: microseconds and number."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.at - EPOCH) // timedelta(microseconds=1)}-{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """None for what is no place: then the reader gets the first page."""
        numbers = [int(part) for part in text.split("-") if part.isascii() and part.isdigit() and len(part) <= LONGEST]
        if len(numbers) != 2 or numbers[0] > FURTHEST:
            return None
        return cls(EPOCH + timedelta(microseconds=numbers[0]), numbers[1])
