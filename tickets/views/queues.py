from django.shortcuts import render

from tickets.listing import Listing, counts
from tickets.queues import Queues
from tickets.views import showing

ROWS = 50
MOST_ROWS = 200
SHOWN = (
    "subject",
    "status",
    "priority",
    "channel",
    "last_text",
    "last_author_kind",
    "last_message_at",
    "waiting_since",
    "answer_due_at",
    "snoozed_until",
    "unread_count",
    "mood",
    "customer__name",
    "customer__preferred_name",
    "assignee__name",
    "assignee__public_name",
    "assignee__email",
    "merged_into_id",
)


def show(request):
    queues = Queues(request.user)
    # Those of the saved views come with the first refresh, a moment later.
    queues.count()
    context = showing.desk(request, queues)
    return render(request, "desk/queue.html", context | rows(request, context["view"]))


def refresh(request):
    """The rows after a place in the list; without one, the whole list anew, with the numbers beside each queue."""
    queues = Queues(request.user)
    if "after" in request.GET:
        listing = Listing(queues, request.GET)
        return render(request, "desk/queue.html#rows", {"view": listing, **rows(request, listing)})
    # The saved ones may be any question at all, so a page asks for their numbers now and then only.
    counted = "counts" in request.GET
    if counted:
        counts(queues)
    else:
        queues.count()
    context = showing.desk(request, queues) | {"saved_counted": counted}
    return render(request, "desk/queue.html#fresh", context | rows(request, context["view"]))


def rows(request, listing: Listing) -> dict:
    after = listing.order.place(request.GET.get("after"))
    wanted = ROWS if after else _wanted(request)
    found = listing.tickets.select_related("customer", "assignee").only(*SHOWN)
    tickets, more = listing.order.page(found, after=after, wanted=wanted)
    return {
        "tickets": tickets,
        "more": more,
        "summary": "" if after else listing.summary(len(tickets), more=bool(more)),
        "loaded": True,
    }


def _wanted(request) -> int:
    """As many rows as the reader has on his screen, so that a refresh takes none away."""
    given = request.GET.get("rows", "")
    return min(max(int(given), ROWS), MOST_ROWS) if given.isascii() and given.isdigit() and len(given) < 6 else ROWS
