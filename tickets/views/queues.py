from django.shortcuts import render
from django.utils.translation import gettext as _

from tickets.pages import Cursor
from tickets.queues import Queues
from tickets.views import showing

ROWS = 50
MOST_ROWS = 200


def show(request):
    queues = Queues(request.user)
    queues.count()
    context = showing.desk(request, queues)
    return render(request, "desk/queue.html", context | rows(context["view"]))


def refresh(request):
    """The rows after a place in the list; without one, the whole list anew, with the numbers beside each queue."""
    queues = Queues(request.user)
    cursor = Cursor.parse(request.GET.get("before"))
    if cursor:
        view = queues.named(request.GET.get("view"))
        return render(request, "desk/queue.html#rows", {"view": view, **rows(view, after=cursor)})
    queues.count()
    context = showing.desk(request, queues)
    return render(request, "desk/queue.html#fresh", context | rows(context["view"], wanted=_wanted(request)))


def rows(view, *, after: Cursor | None = None, wanted: int = ROWS) -> dict:
    found = view.tickets.latest_first().for_rows()
    if after:
        found = found.before(after.last_message_at, after.pk)
    tickets = list(found[: wanted + 1])
    return {
        "tickets": tickets[:wanted],
        "more": Cursor.of(tickets[wanted - 1]) if len(tickets) > wanted else None,
        "loaded": True,
        "us": _("You:"),
        "unread": _("unread"),
    }


def _wanted(request) -> int:
    """As many rows as the reader has on his screen, so that a refresh takes none away."""
    given = request.GET.get("rows", "")
    return min(max(int(given), ROWS), MOST_ROWS) if given.isascii() and given.isdigit() and len(given) < 6 else ROWS
