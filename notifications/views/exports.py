from django.http import StreamingHttpResponse
from django.utils import timezone

from notifications.ledger.export import chunks
from notifications.ledger.listing import Ledger
from notifications.views.doors import for_readers


@for_readers
def show(request):
    """The ledger as it is narrowed, every row of it, a chunk at a time."""
    found = chunks(Ledger(request.user, request.GET), now=timezone.now())
    response = StreamingHttpResponse(found, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="notifications.csv"'
    response["Cache-Control"] = "no-store"
    return response
