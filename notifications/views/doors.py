from functools import wraps

from django.http import Http404


def needs(permission: str):
    """To whoever may not, the page does not exist."""

    def guarded(view):
        @wraps(view)
        def admitted(request, *args, **kwargs):
            if not request.user.has_perm(permission):
                raise Http404
            return view(request, *args, **kwargs)

        return admitted

    return guarded


for_readers = needs("notifications.view_ledger")
for_keepers = needs("notifications.manage")
