"""What falls due in chats (a comfort, a warning, an end), done by real workers: how late, and whether each once."""

import time
import uuid
from collections import Counter
from datetime import datetime, timedelta

from django.db import connection

from bench import company, dataset
from bench.printing import figure, percentile
from bench.serving import cpu_seconds, working
from chat.models import Conversation, Visitor
from core.models import Job
from customers.models import Customer
from tickets.models import Message, Session, Ticket

COUNT, SECONDS, WORKERS = 2_000, 20, 2
# From planning to the first: the workers are awake by then.
AHEAD, PATIENCE = 6, 30
CLOCKS = {"nudge": "nudge_due_at", "warning": "warn_due_at", "ended": "end_due_at"}
# What a deed leaves behind, and when; of a comfort the first alone, the second comes minutes later.
DONE = """
SELECT ticket_id, coalesce(nullif(happening, ''), details ->> 'automatic'), created_at FROM tickets_message
 WHERE ticket_id = ANY(%s) AND (happening = 'ended' OR details ->> 'automatic' IN ('nudge', 'warning'))
"""


def lateness() -> None:
    with working(WORKERS) as workers:
        wait_until_awake()
        before = sum(map(cpu_seconds, workers))
        planned = plan(company.site(), dataset.agent(), count=COUNT, begins=AHEAD, over=SECONDS)
        try:
            done = wait(planned, patience=AHEAD + SECONDS + PATIENCE)
            spent = sum(map(cpu_seconds, workers)) - before
        finally:
            _clean_up(planned)
    late = lateness_of(planned, done)
    figure(
        "timer-lateness-p99",
        percentile(late, 0.99),
        "s",
        n=len(late),
        p50=round(percentile(late, 0.5), 2),
        max=round(max(late), 2),
        cpu_ms_each=round(spent / COUNT * 1000, 1),
        **verdict(planned, done),
    )


def plan(site, agent, *, count: int, begins: float, over: float) -> dict[int, tuple[str, datetime]]:
    """So many chats, each with something that falls due, evenly spread: what and when, by the ticket.

    Written past the verbs, for speed; each row is as its verbs would have left it.
    """
    customer = Customer.objects.create(name="Silent", language="en")
    first = _now() + timedelta(seconds=begins)
    step = timedelta(seconds=over) / count
    kinds = [list(CLOCKS)[number % len(CLOCKS)] for number in range(count)]
    dues = [first + number * step for number in range(count)]
    tickets = Ticket.objects.bulk_create(_ticket(customer, site.department, agent, kind) for kind in kinds)
    Message.objects.bulk_create(_message(ticket, agent) for ticket in tickets)
    Session.objects.bulk_create(
        Session(ticket=ticket, state="joined", operator=agent, joined_at=first, **{CLOCKS[kind]: due})
        for ticket, kind, due in zip(tickets, kinds, dues, strict=True)
    )
    visitor, _ = Visitor.objects.arrive(site, customer=customer)
    Conversation.objects.bulk_create(
        Conversation(visitor=visitor, public_id=uuid.uuid4(), ticket=ticket) for ticket in tickets
    )
    return {ticket.pk: (kind, due) for ticket, kind, due in zip(tickets, kinds, dues, strict=True)}


def wait(planned: dict, *, patience: float) -> list[tuple[int, str, datetime]]:
    """Until everything is done, and a moment longer, in which something might be done twice."""
    end = time.monotonic() + patience
    while len(_done(planned)) < len(planned) and time.monotonic() < end:
        time.sleep(0.5)
    time.sleep(2)
    return _done(planned)


def lateness_of(planned: dict, done: list) -> list[float]:
    return [(at - planned[ticket][1]).total_seconds() for ticket, _kind, at in done]


def verdict(planned: dict, done: list) -> dict[str, int]:
    deeds = Counter((ticket, kind) for ticket, kind, _at in done)
    wanted = {(ticket, kind) for ticket, (kind, _due) in planned.items()}
    return {
        "lost": len(wanted - deeds.keys()),
        "doubled": sum(deeds.values()) - len(deeds),
        "unasked": len(deeds.keys() - wanted),
    }


def _ticket(customer, department, agent, kind: str) -> Ticket:
    waits = kind == "nudge"
    return Ticket(
        customer=customer,
        channel="widget",
        department=department,
        assignee=agent,
        subject="Silence",
        status="open" if waits else "pending",
        waiting_since=_now() if waits else None,
        unread_count=1 if waits else 0,
        **dict.fromkeys(("version", "public_version", "last_seq", "last_public_seq"), 1),
    )


def _message(ticket: Ticket, agent) -> Message:
    theirs = ticket.waiting_since is not None
    return Message(
        ticket=ticket,
        author_kind="customer" if theirs else "agent",
        author=None if theirs else agent,
        text="Hello",
        **dict.fromkeys(("seq", "public_seq", "version", "public_version"), 1),
    )


def _done(planned: dict) -> list[tuple[int, str, datetime]]:
    with connection.cursor() as cursor:
        cursor.execute(DONE, [list(planned)])
        return cursor.fetchall()


def _now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def wait_until_awake() -> None:
    began, end = _now(), time.monotonic() + PATIENCE
    while not Job.objects.filter(name="core.pulse", last_run_at__gte=began).exists():
        if time.monotonic() > end:
            raise SystemExit("no worker sweeps; see .data/bench/server.log")
        time.sleep(0.2)


def _clean_up(planned: dict) -> None:
    """Past the deletion rules of people's tickets: these were nobody's."""
    tickets = Ticket.objects.filter(pk__in=planned)
    customers = list(tickets.values_list("customer", flat=True).distinct())
    Message.objects.filter(ticket__in=planned).delete()
    tickets.delete()
    Visitor.objects.filter(customer__in=customers).delete()
    Customer.objects.filter(pk__in=customers).delete()
