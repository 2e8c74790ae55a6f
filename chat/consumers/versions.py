"""What the database's counters say, for as many tickets as anybody has open."""

from collections.abc import Iterable

from core.live.executor import Together
from tickets.models import Ticket


def versions_of(tickets: Iterable[int]) -> dict[int, tuple[int, int]]:
    """{ticket: (version, public_version)}"""
    rows = Ticket.objects.filter(pk__in=set(tickets)).order_by().values_list("pk", "version", "public_version")
    return {pk: (version, public) for pk, version, public in rows}


NEVER = (0, 0)
versions = Together(versions_of)
