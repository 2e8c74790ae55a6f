from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from notifications.models import Mailing


def for_marketers(view):
    """Whoever may not send to many is told that it is not there, as everywhere."""

    @wraps(view)
    def admitted(request, *args, **kwargs):
        if not request.user.has_perm("notifications.manage"):
            raise Http404
        return view(request, *args, **kwargs)

    return admitted


def mailing_for(pk: int) -> Mailing:
    rows = Mailing.objects.select_related("category", "segment", "created_by").prefetch_related("category__templates")
    return get_object_or_404(rows, pk=pk)


def sure(request, **words):
    """The page before what cannot be taken back: `section`, `question`, `warning`, `act`, `back`."""
    return render(request, "notifications/mailings/sure.html", words)
