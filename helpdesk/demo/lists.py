"""What the desk's lists show besides the tickets themselves: promises, and views that are shared."""

from accounts.models import User
from helpdesk.demo.scripts import content
from tickets.models import Tag, Ticket, View
from tickets.models.promising import risk_of


def promise(tickets: set[int]) -> None:
    """The clock was started a moment ago, and the customer waits since longer: let the promise count from then."""
    for ticket in Ticket.objects.filter(pk__in=tickets, answer_due_at__isnull=False).select_related("department"):
        due = ticket.department.answer_due(ticket.waiting_since)
        risk = due and risk_of(ticket.waiting_since, due)
        Ticket.objects.filter(pk=ticket.pk).update(answer_due_at=due, answer_risk_at=risk)


def saved_views(cast: dict) -> None:
    """Those that are missing; what somebody changed or deleted of others stays so."""
    for row in content("views.toml")["view"]:
        owner: User = cast[row["owner"]]
        query = {**row["query"], **({"tag": [str(Tag.named(row["tag"]).pk)]} if "tag" in row else {})}
        View.objects.get_or_create(
            owner=owner, name=row["name"], defaults={"query": query, "is_shared": row.get("is_shared", False)}
        )
