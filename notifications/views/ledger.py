from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.vary import vary_on_headers

from core.http import wants_part
from notifications.ledger.forms import LedgerFilterForm
from notifications.ledger.listing import Ledger
from notifications.views.alarms import open_alarms
from notifications.views.doors import for_readers


@vary_on_headers("HX-Request")
@for_readers
def index(request):
    """The page; for who narrows the list or goes on in it, that part alone."""
    ledger = Ledger(request.user, request.GET)
    rows, more = ledger.page(after=request.GET.get("after", ""), now=timezone.now())
    context = {"rows": rows, "more": more, "query": ledger.query, "narrowed": bool(ledger.query), "section": "ledger"}
    if wants_part(request):
        part = "rows" if request.GET.get("after") else "list"
        return render(request, f"notifications/ledger.html#{part}", context)
    context |= {"filters": LedgerFilterForm(ledger.given), "alarms": open_alarms()}
    return render(request, "notifications/ledger.html", context)
