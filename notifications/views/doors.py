from functools import wraps

from django.http import Http404
from django.utils import timezone


def needs(permission: str):
    """To whoever may not, the page does not exist. Times are written by the reader's clock."""

    def guarded(view):
        @wraps(view)
        def admitted(request, *args, **kwargs):
            if not request.user.has_perm(permission):
                raise Http404
            with timezone.override(request.user.time_zone or "UTC"):
                return view(request, *args, **kwargs)

        return admitted

    return guarded


for_readers = needs("notifications.view_ledger")
for_keepers = needs("notifications.manage")
