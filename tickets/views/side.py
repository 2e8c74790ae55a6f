"""What the side panel of a ticket shows: the ticket's own facts, and who the customer is."""

from dataclasses import dataclass

from django.shortcuts import render

from customers.masking import masked, written
from customers.models import Customer, Identity
from customers.models.customer import PreferredChannel
from tickets.fields import answers
from tickets.models import Card, Feedback, RuleMatch, Ticket
from tickets.orders import LATEST, Place
from tickets.saying import said_about
from tickets.views import showing

EARLIER = 5
CARDS = 5


@dataclass(frozen=True)
class Shown:
    """An identity as this reader may see it."""

    identity: Identity
    value: str


def panel(request, ticket) -> dict:
    """All of it; the page brings its head, and this once the panel is on the screen."""
    return {
        "full": True,
        **base(request, ticket),
        **facts(request, ticket),
        "feedback": said_about(Feedback.objects.filter(session__ticket=ticket).order_by("-session")[:EARLIER]),
        **identities(request, ticket),
        **earlier(request, ticket),
        **showing.pages(ticket),
        "cards": Card.objects.latest_of(ticket, CARDS),
    }


def base(request, ticket) -> dict:
    return {
        "ticket": ticket,
        "at": showing.ticket_address(ticket),
        "customer": ticket.customer,
        "sees_contacts": request.user.has_perm("customers.view_contacts"),
        "sees_notes": request.user.has_perm("customers.view_notes"),
    }


def facts(request, ticket) -> dict:
    followers = list(ticket.followers.select_related("user").order_by("pk")) if ticket.is_followed else []
    return {
        "rule_match": RuleMatch.objects.filter(ticket=ticket).select_related("rule", "otherwise").first(),
        "priorities": Ticket.Priority.choices,
        "tags": list(ticket.tags.all()),
        "answers": answers(ticket, agent=request.user),
        "followers": [follower.user for follower in followers],
        "following": any(follower.user_id == request.user.pk for follower in followers),
    }


def identities(request, ticket) -> dict:
    sees = request.user.has_perm("customers.view_contacts")
    rows = list(ticket.customer.identities.all())
    proven = next((identity for identity in rows if identity.is_verified), None)
    return {
        "identities": [Shown(row, _written(row) if sees else masked(row.kind, row.value)) for row in rows],
        "proof": proven.verified_how if proven else "",
        "preferred_channels": PreferredChannel.choices,
    }


def earlier(request, ticket, *, after: Place | None = None) -> dict:
    """The customer's other tickets that this agent may see, of all channels, the latest first (R7)."""
    others = Ticket.objects.visible_to(request.user).of(ticket.customer).exclude(pk=ticket.pk)
    rows, more = LATEST.page(others.select_related("assignee"), after=after, wanted=EARLIER)
    return {"earlier": rows, "earlier_more": more}


def part(request, ticket, name: str, *, status: int = 200):
    """One part of the panel, as it is now."""
    ticket.customer = Customer.objects.select_related("organisation").get(pk=ticket.customer_id)
    gathered = {"facts": facts, "identities": identities, "card": identities}.get(name)
    context = base(request, ticket) | (gathered(request, ticket) if gathered else {})
    return render(request, f"tickets/_customer.html#{name}", {"full": True, **context}, status=status)


def _written(identity: Identity) -> str:
    if identity.kind == Identity.Kind.WIDGET:
        # Behind the key of its site.
        return identity.value.partition(":")[2] or identity.value
    return written(identity.kind, identity.value)
