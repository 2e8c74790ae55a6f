import json
import uuid

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path

from bench.floors.chat import INSERT
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


SEARCH = """
SELECT tickets_message.id, tickets_message.created_at, client_id, text, author_kind, ticket_id, subject, status, channel, name
FROM tickets_message JOIN tickets_ticket ON tickets_ticket.id = ticket_id
JOIN customers_customer ON customers_customer.id = customer_id
WHERE words @@ %s::tsquery AND department_id = ANY(%s) ORDER BY tickets_message.created_at DESC LIMIT 31
"""
NEAREST = "SELECT word FROM tickets_word WHERE word %% %s ORDER BY similarity(word, %s) DESC LIMIT 1"


def search(request, departments, word):
    """The newest messages with the word: one statement, whose query PostgreSQL sees as a constant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT plainto_tsquery('helpdesk', unaccent(%s))::text", [word])
        [(query,)] = cursor.fetchall()
        cursor.execute(SEARCH, [query, [int(pk) for pk in departments.split(",")]])
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return render(request, "search.html", {"word": word, "rows": rows})


def typo(request, departments, word):
    """The same for the nearest word that is known."""
    with connection.cursor() as cursor:
        cursor.execute(NEAREST, [word, word])
        [(nearest,)] = cursor.fetchall()
    return search(request, departments, nearest)


def insert(request):
    """One row, by the one statement that writes it."""
    asked = json.loads(request.body)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [uuid.uuid4(), 1, asked["text"]])
        [(pk,)] = cursor.fetchall()
    return JsonResponse({"id": pk}, status=201)


urlpatterns = [
    path("insert", insert),
    path("live", lambda request: HttpResponse("ok")),
    path("queue/<int:department>/", queue),
    path("ticket/<int:number>/", ticket),
    path("search/<str:departments>/<str:word>/", search),
    path("typo/<str:departments>/<str:word>/", typo),
]
