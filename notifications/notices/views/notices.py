from django.http import JsonResponse
from django.shortcuts import render

from notifications.models import Notice

PAGE = 20
MOST = 200
COUNTED_TO = 100


def bell(request):
    return render(request, "notices/bell.html", {"standing": _standing(request.user)})


def count(request):
    return JsonResponse(_standing(request.user))


def index(request):
    """The list, the newest first: a page, or as many as are `shown` already; `before` is where the last one ended."""
    rows = Notice.objects.shown_to(request.user).in_bell().select_related("ticket__customer", "ticket__department")
    before, size = _number(request, "before"), min(max(PAGE, _number(request, "shown")), MOST)
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: size + 1])
    more = found[size - 1].pk if len(found) > size else None
    part = "rows" if before else "list"
    context = {"notices": found[:size], "more": more, "latest": found[0].pk if found else 0}
    return render(request, f"notices/bell.html#{part}", context)


def _number(request, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


def _standing(agent) -> dict:
    """How many are unread, counted to a hundred, and in which tickets: whoever opens one of these has read them."""
    unread = Notice.objects.shown_to(agent).unread().order_by("-pk")
    rows = list(unread.values_list("ticket_id", "is_in_bell")[:COUNTED_TO])
    return {"count": sum(in_bell for _ticket, in_bell in rows), "tickets": sorted({ticket for ticket, _bell in rows})}
