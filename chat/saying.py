"""What the chat knows for the words that are said by themselves."""

from datetime import datetime
from zoneinfo import ZoneInfo

from chat.promising import promised
from tickets.automatic import variable


@variable("promise")
def promise(ticket, now: datetime) -> str:
    """When the answer that is owed comes, as a whole sentence; nothing where none is owed."""
    if ticket.department is None or ticket.answer_due_at is None:
        return ""
    zone = ZoneInfo(ticket.customer.time_zone or ticket.department.time_zone)
    sentence = promised(ticket.department, owed=ticket.answer_due_at, now=now, zone=zone).sentence
    return sentence if sentence.endswith(".") else f"{sentence}."
