from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from tickets.models import Message, Ticket


def queue(request, department):
    """The same fifty rows as the desk's list, by the one query that the index was made for."""
    tickets = (
        Ticket.objects.filter(department=department, status__in=["new", "open", "pending", "on_hold"])
        .order_by("-last_message_at", "-pk")
        .values(
            "pk",
            "subject",
            "last_text",
            "last_message_at",
            "status",
            "unread_count",
            "customer__name",
            "assignee__name",
        )[:50]
    )
    return render(request, "queue.html", {"tickets": tickets})


def ticket(request, number):
    """The same thirty messages and the ticket's head."""
    head = Ticket.objects.values("pk", "subject", "status", "customer__name", "assignee__name").get(pk=number)
    messages = (
        Message.objects.filter(ticket=number)
        .order_by("-seq")
        .values("pk", "seq", "client_id", "text", "author_kind", "created_at", "visibility", "author__name")[:50]
    )
    return render(request, "ticket.html", {"ticket": head, "messages": list(messages)[::-1]})


urlpatterns = [
    path("live", lambda request: HttpResponse("ok")),
    path("queue/<int:department>/", queue),
    path("ticket/<int:number>/", ticket),
]
