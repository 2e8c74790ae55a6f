"""What the database's counters say, for as many tickets as anybody has open."""

from collections.abc import Iterable

from tickets.models import Ticket


def versions_of(tickets: Iterable[int]) -> dict[int, tuple[int, int]]:
    """{ticket: (version, public_version)}"""
    rows = Ticket.objects.filter(pk__in=set(tickets)).order_by().values_list("pk", "version", "public_version")
    return {pk: (version, public) for pk, version, public in rows}


def version_of(ticket: int) -> int:
    return versions_of([ticket]).get(ticket, (0, 0))[0]


def public_version_of(ticket: int) -> int:
    return versions_of([ticket]).get(ticket, (0, 0))[1]
