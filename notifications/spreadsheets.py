"""A list as CSV, piece by piece, in which a spreadsheet finds nothing to run."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

# Without it a spreadsheet takes our letters for others.
BOM = "\ufeff"
# What a spreadsheet would take for the beginning of a formula (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def spreadsheet(heads: list[str], chunks: Iterable[list], told: Callable[..., list[list]]) -> Iterator[str]:
    """`told` gives the lines of one row."""
    yield BOM + _lines([heads])
    for chunk in chunks:
        yield _lines(line for row in chunk for line in told(row))


def safe(value) -> str:
    """A formula becomes words: an apostrophe before what would be one, blanks before it or not."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def moment(at: datetime | None) -> str:
    return at.isoformat(timespec="milliseconds") if at else ""


def _lines(rows: Iterable[list]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([safe(cell) for cell in row] for row in rows)
    return out.getvalue()
