from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from chat import limits
from chat.connecting import State, state_of
from chat.directory import directory
from tickets.models import Card
from tickets.views.scoping import needs, ticket_for


@never_cache
@needs("tickets.view_payments")
def show(request, number, pk):
    """How the thing on the card stands now, beside how it stood when the customer asked."""
    return _answer(request, number, pk)


@never_cache
@needs("tickets.view_payments")
def refresh(request, number, pk):
    """The same, asked anew instead of remembered; nobody asks all the time."""
    return _answer(request, number, pk, fresh=not limits.CONNECTORS.hit(request.user.pk))


def _answer(request, number: int, pk: int, *, fresh: bool = False):
    ticket = ticket_for(request, number)
    card = get_object_or_404(Card.objects.shown_in(ticket), pk=pk)
    site = directory.keyed(card.source)
    site = site if site and site.connector_url else None
    state = state_of(card, site=site, customer=ticket.customer, fresh=fresh) if site else None
    context = {"ticket": ticket, "card": card, "site": site, "state": state, "rows": changes(card, state)}
    return render(request, "chat/card_state.html", context)


def changes(card: Card, state: State | None) -> list[dict]:
    """What the site tells otherwise than the card, beside what stood there."""
    if state is None or state.problem:
        return []
    before = dict(map(tuple, card.fields))
    return [
        {"label": label, "value": value, "before": before.get(label, "")}
        for label, value in state.fields
        if before.get(label) != value
    ]
