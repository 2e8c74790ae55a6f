"""All chats of one operator to a colleague, or back to the queue: each by its own verb, each by itself."""

from accounts.models import User
from analytics.scope import Scope
from tickets.bulk import MOST, Outcome


def chats_of(person: User, scope: Scope):
    """Those that he has, talked about or not."""
    return scope.tickets.living().assigned_to(person).order_by("pk")


def hand_out(person: User, scope: Scope, *, to: User | None, by) -> Outcome:
    outcome = Outcome()
    for ticket in chats_of(person, scope)[:MOST]:
        outcome.add(ticket, lambda: ticket.hand_over(to, by=by) if to else ticket.release(by=by))  # noqa: B023
    return outcome
