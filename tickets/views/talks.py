"""The end of a ticket's conversation where one looks at it from another."""

from django.shortcuts import render

from tickets.models import Ticket
from tickets.views.scoping import ticket_for

SHOWN = 4
MOST = 50


def show(request, number):
    """What was said in a ticket that was merged into the one on the screen."""
    return render(request, "tickets/merging.html#talk", excerpt(ticket_for(request, number), most=MOST))


def excerpt(ticket: Ticket, *, most: int = SHOWN) -> dict:
    said = ticket.messages.filter(happening="").select_related("author").newest(most + 1)
    rows = list(said)
    for row in rows:
        # The same ticket, which is at hand.
        row.ticket = ticket
    return {"ticket": ticket, "said": rows[:most][::-1], "more": len(rows) > most}
