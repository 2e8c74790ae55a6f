from django.shortcuts import get_object_or_404, render

from tickets.views import showing
from tickets.views.scoping import identifier, ticket_for

MOST = 200


def index(request, number):
    """The messages before a place in the conversation, after one, or around one of them."""
    ticket = ticket_for(request, number)
    if after := _number(request, "after"):
        following = ticket.messages.filter(seq__gt=after).order_by("seq")[: showing.PAGE]
        return render(request, "tickets/ticket.html#older", {"messages": showing.readable(following)})
    context = showing.conversation(ticket, before_seq=_before(request, ticket))
    return render(request, "tickets/ticket.html#older", context)


def _before(request, ticket) -> int | None:
    if "around" in request.GET:
        wanted = get_object_or_404(ticket.messages, client_id=identifier(request, "around"))
        return wanted.seq + showing.PAGE // 2
    return _number(request, "before")


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
