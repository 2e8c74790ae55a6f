"""What was done a moment ago is moved back to when it is said to have happened."""

from collections import defaultdict
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Min
from psycopg import sql

from core.models import Event
from customers.models import Customer, Identity
from helpdesk.demo.scripts import Script
from tickets.models import (
    Attachment,
    Card,
    Escalation,
    Feedback,
    Message,
    PageVisit,
    Revision,
    SentimentHit,
    Session,
    Ticket,
)

STALE = timedelta(minutes=30)
TIMES = {
    Ticket: ("created_at", "updated_at", "last_message_at", "waiting_since", "solved_at", "closed_at", "absent_since"),
    Message: ("created_at", "edited_at", "redacted_at"),
    Revision: ("replaced_at",),
    Attachment: ("created_at",),
    Session: ("opened_at", "queued_at", "joined_at", "closed_at"),
    Escalation: ("escalated_at",),
    PageVisit: ("visited_at", "left_at"),
    Card: ("created_at",),
    Feedback: (
        "created_at",
        "solved_at",
        "rated_at",
        "commented_at",
        "answered_at",
        "summarised_at",
        "reviewed_at",
    ),
    SentimentHit: ("said_at",),
    Event: ("happened_at",),
}
# Of what is still to come; no step was played at these times.
CLOCKS = ("answer_due_at", "answer_risk_at", "snoozed_until")
MOVE = sql.SQL(
    "UPDATE {table} SET {time} = moment.told FROM unnest(%s::timestamptz[], %s::timestamptz[], %s::timestamptz[])"
    " AS moment(since, until, told) WHERE id = ANY(%s) AND {time} >= moment.since AND {time} < moment.until"
)


def database_time() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


@contextmanager
def rewriting_history():
    """Events are written once, and a trigger sees to it. Here alone, where all of it is made up, their times may move.

    In one transaction with the seeding: whatever goes wrong brings the trigger back.
    """
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_event DISABLE TRIGGER core_event_written_once")
        yield
        cursor.execute("ALTER TABLE core_event ENABLE TRIGGER core_event_written_once")


def age(tickets: set[int], moments: list[tuple[datetime, datetime]], *, until: datetime) -> None:
    """Give every time in these tickets the one its step tells.

    `moments` are, in order, when a step was really played and when it is said to have been. No two steps share a real
    moment, so a time knows which step wrote it.
    """
    played, told = zip(*moments, strict=True)
    for model, times in TIMES.items():
        rows = list(rows_of(model, tickets).values_list("pk", flat=True))
        for time in times:
            move = MOVE.format(table=sql.Identifier(model._meta.db_table), time=sql.Identifier(time))
            with connection.cursor() as cursor:
                cursor.execute(move, [list(played), [*played[1:], until], list(told), rows])


def age_customers(customers: list[Customer]) -> None:
    """Each came to us with his first ticket."""
    known = Customer.objects.filter(pk__in=[customer.pk for customer in customers])
    for customer in known.annotate(came_at=Min("tickets__created_at")).filter(created_at__gt=F("came_at")):
        Customer.objects.filter(pk=customer.pk).update(created_at=customer.came_at)
        identities = Identity.objects.filter(customer=customer)
        identities.update(created_at=customer.came_at)
        identities.verified().update(verified_at=customer.came_at)
        Event.objects.of(f"customer:{customer.pk}").update(happened_at=customer.came_at)


def stale(scripts: list[Script], *, now: datetime) -> dict[timedelta, list[int]]:
    """By how much to move which tickets, so that those nobody has touched since the last seeding are up to date.

    Untouched is what was last changed exactly when its script says so; whatever a person did stays where it is.
    """
    tickets = tickets_of(scripts)
    found: dict[timedelta, list[int]] = defaultdict(list)
    for script in scripts:
        if played := tickets[script.number]:
            first = min(ticket.created_at for ticket in played)
            last = max(ticket.updated_at for ticket in played)
            late = now - (last + script.steps[-1].ago)
            if last - first == script.length and late > STALE:
                found[late] += [ticket.pk for ticket in played]
    return found


def tickets_of(scripts: list[Script]) -> dict[int, set[Ticket]]:
    """By the script's number: the ticket it was played in, and the one that follows it where there is one."""
    script_of = {step.id: script.number for script in scripts for step in script.steps}
    found: dict[int, set[Ticket]] = defaultdict(set)
    for message in Message.objects.filter(client_id__in=script_of).select_related("ticket"):
        found[script_of[message.client_id]].add(message.ticket)
    return found


def shift(tickets: list[int], *, by: timedelta) -> None:
    for model, times in {**TIMES, Ticket: TIMES[Ticket] + CLOCKS}.items():
        rows = rows_of(model, tickets)
        model._base_manager.filter(pk__in=rows.values("pk")).update(**{time: F(time) + by for time in times})


def rows_of(model, tickets):
    if model is Event:
        return Event.objects.filter(stream__in=[f"ticket:{ticket}" for ticket in tickets])
    path = {
        Ticket: "pk",
        Attachment: "message__ticket",
        Revision: "message__ticket",
        SentimentHit: "message__ticket",
        PageVisit: "session__ticket",
        Feedback: "session__ticket",
    }.get(model, "ticket")
    return model._base_manager.filter(**{f"{path}__in": tickets})
