"""Tags and the bank's own fields, and what a script says with them about its ticket."""

from core.actors import SYSTEM
from helpdesk.demo.scripts import content
from tickets.models import Field, Tag, Ticket


def made(departments: dict) -> None:
    """The tags and fields that are missing."""
    known = content("sorting.toml")
    for name in known["tags"]:
        Tag.named(name)
    for row in known["field"]:
        department = departments.get(row.pop("department", ""))
        Field.objects.get_or_create(key=row.pop("key"), defaults={**row, "department": department})


def sort(ticket: Ticket, cast: dict, *, tags=(), priority: str = "", values=None, followers=()) -> None:
    for name in tags:
        ticket.tag(Tag.named(name), by=SYSTEM)
    if priority:
        ticket.set_priority(Ticket.Priority[priority.upper()], by=SYSTEM)
    if values:
        ticket.set_values(values, by=SYSTEM)
    for name in followers:
        ticket.follow(by=cast[name])
