"""A request that came by telephone or at the counter, written down by an operator (R57)."""

import uuid
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from customers.introducing import Introduction
from customers.models import Customer
from tickets.models import Ticket

# How long a form whose answer was lost may be sent again.
REMEMBERED = timedelta(days=1)


def register(
    *,
    customer: Customer | None,
    introduction: Introduction | None,
    text: str,
    channel: str,
    department,
    client_id: uuid.UUID,
    by,
) -> tuple[Ticket, bool]:
    """Open a ticket for a customer we know, or a new one. The same `client_id` again is the same ticket."""
    with transaction.atomic():
        _one_at_a_time(client_id)
        lately = Ticket.objects.visible_to(by).living().filter(last_message_at__gte=timezone.now() - REMEMBERED)
        if known := lately.filter(messages__client_id=client_id).first():
            return known, False
        person = customer or (introduction or Introduction("", ())).meet(by=by)
        ticket, _message = Ticket.open(
            customer=person, channel=channel, text=text, department=department, client_id=client_id, by=by
        )
    return ticket, True


def _one_at_a_time(client_id: uuid.UUID) -> None:
    """Two presses of one button wait for one another here, so that the second finds what the first has made."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [client_id.int % 2**63])
