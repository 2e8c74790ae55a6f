from functools import wraps

from django.http import Http404


def for_admins(view):
    """Whoever may not set it is told that it is not there, as everywhere."""

    @wraps(view)
    def admitted(request, *args, **kwargs):
        if not request.user.has_perm("accounts.manage"):
            raise Http404
        return view(request, *args, **kwargs)

    return admitted
