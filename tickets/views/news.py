from django.db import connection
from django.http import JsonResponse
from django.urls import reverse

from tickets.news import OVERLAP, micros, moment_of, news_for, unread_by


def show(request):
    """Asked by one tab of a browser whenever the desk's socket says that something changed."""
    now = _now()
    found = [
        one.as_json() | {"url": reverse("tickets:ticket", args=[one.ticket.pk])}
        for one in news_for(request.user, after=moment_of(request.GET.get("after"), now=now))
    ]
    answer = JsonResponse({"after": str(micros(now - OVERLAP)), "unread": unread_by(request.user), "news": found})
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _now():
    """The database's clock, which the rows bear."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]
