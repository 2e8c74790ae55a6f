from django.utils import timezone

from notifications.ledger.export import pieces
from notifications.ledger.listing import Ledger
from notifications.views.doors import for_readers
from notifications.views.downloads import as_csv


@for_readers
def show(request):
    """The ledger as it is narrowed, every row of it, a chunk at a time."""
    return as_csv(pieces(Ledger(request.user, request.GET), now=timezone.now()), "notifications.csv")
