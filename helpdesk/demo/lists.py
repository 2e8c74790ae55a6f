"""What the desk's lists show besides the tickets themselves: promises, and views that are shared."""

from accounts.models import User
from helpdesk.demo.scripts import content
from tickets.models import Tag, Ticket, View
from tickets.models.promising import risk_of


def promise(tickets: set[int]) -> None:
    """The clock was started a moment ago, and the customer waits since longer: let the promise count from then."""
    owed = Ticket.objects.filter(pk__in=tickets, answer_due_at__isnull=False).select_related("department")
    for ticket in owed:
        since, department = ticket.waiting_since, ticket.department
        due = department.answer_due(since) if department and since else None
        risk = risk_of(since, due) if since and due else None
        Ticket.objects.filter(pk=ticket.pk).update(answer_due_at=due, answer_risk_at=risk)


def saved_views(cast: dict) -> None:
    """Those that are missing; what somebody changed or deleted of others stays so."""
    for row in content("views.toml")["view"]:
        owner: User = cast[row["owner"]]
        query = {**row["query"], **({"tag": [str(Tag.named(row["tag"]).pk)]} if "tag" in row else {})}
        View.objects.get_or_create(
            owner=owner, name=row["name"], defaults={"query": query, "is_shared": row.get("is_shared", False)}
        )
