from django.shortcuts import render

from tickets.pages import Cursor
from tickets.queues import Queues
from tickets.views import showing

ROWS = 50
SHOWN = (
    "subject",
    "status",
    "channel",
    "last_text",
    "last_author_kind",
    "last_message_at",
    "waiting_since",
    "unread_count",
    "customer__name",
    "customer__preferred_name",
    "assignee__name",
    "assignee__public_name",
    "assignee__email",
)
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
    found = view.tickets.latest_first().select_related("customer", "assignee").only(*SHOWN)
    if after:
        found = found.before(after.last_message_at, after.pk)
    tickets = list(found[: wanted + 1])
    return {
        "tickets": tickets[:wanted],
        "more": Cursor.of(tickets[wanted - 1]) if len(tickets) > wanted else None,
        "loaded": True,
    }


def _wanted(request) -> int:
    """As many rows as the reader has on his screen, so that a refresh takes none away."""
    given = request.GET.get("rows", "")
    return min(max(int(given), ROWS), MOST_ROWS) if given.isascii() and given.isdigit() and len(given) < 6 else ROWS
