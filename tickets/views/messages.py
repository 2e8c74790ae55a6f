from django.shortcuts import render

from tickets.views import showing
from tickets.views.scoping import ticket_for

MOST = 200


def index(request, number):
    """The messages before a place in the conversation."""
    ticket = ticket_for(request, number)
    context = showing.conversation(ticket, before_seq=_number(request, "before"))
    return render(request, "tickets/ticket.html#older", context)


def changes(request, number):
    """Everything after the version a page has: what a gap in the live frames fetches."""
    # The ticket is read before its messages, so the version we name never promises more than we bring.
    ticket = ticket_for(request, number)
    changed = ticket.messages.filter(version__gt=_number(request, "after") or 0).order_by("version")
    found = showing.readable(changed[: MOST + 1])
    messages, more = found[:MOST], len(found) > MOST
    context = (
        showing.header(request, ticket)
        | showing.pages(ticket)
        | {
            "messages": messages,
            "version": messages[-1].version if more else ticket.version,
            "more": more,
        }
    )
    return render(request, "tickets/ticket.html#changes", context)


def _number(request, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 16 else None
