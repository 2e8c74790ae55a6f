"""Hints about what stands beside the conversation: the side panel, and what followers want to hear of."""

from core.events.kinds import live
from core.live.publishing import push, push_many
from customers.events import (
    CustomerEdited,
    CustomerEvent,
    CustomerRenamed,
    IdentityAdded,
    IdentityRemoved,
    IdentityVerified,
    PreferredNameSet,
)
from tickets.events import (
    FEEDBACK,
    MessageAdded,
    MoodSet,
    PrioritySet,
    TicketAssigned,
    TicketClosed,
    TicketEscalated,
    TicketEvent,
    TicketFollowed,
    TicketGivenBack,
    TicketHandedOver,
    TicketMerged,
    TicketReleased,
    TicketReopened,
    TicketResolved,
    TicketTagged,
    TicketTakenOver,
    TicketTransferred,
    TicketUnfollowed,
    TicketUnmerged,
    TicketUntagged,
    ValuesSet,
)
from tickets.models import Follower, Ticket

# Older ones are hardly open on anybody's screen; who opens one gets the panel as it is.
LATEST = 50


@live(
    TicketTagged,
    TicketUntagged,
    PrioritySet,
    ValuesSet,
    TicketFollowed,
    TicketUnfollowed,
    TicketTransferred,
    TicketEscalated,
    *FEEDBACK,
    MoodSet,
)
def refresh_the_panel(event: TicketEvent) -> None:
    push(*_panel_poke(event.ticket_id))


@live(CustomerRenamed, PreferredNameSet, CustomerEdited, IdentityAdded, IdentityVerified, IdentityRemoved)
def refresh_the_panels_of_the_customer(event: CustomerEvent) -> None:
    latest = Ticket.objects.filter(customer=event.customer_id).latest_first().values_list("pk", flat=True)[:LATEST]
    push_many(_panel_poke(pk) for pk in latest)


@live(MessageAdded)
def show_the_card(event: MessageAdded) -> None:
    if event.message and event.message.card_id:
        push(*_panel_poke(event.ticket_id))


@live(MessageAdded)
def tell_the_followers_of_the_message(event: MessageAdded) -> None:
    # The ticket of a message just written is at hand: one that nobody follows costs no question.
    message = event.message
    if message and message.ticket.is_followed and not (message.happening or message.is_automatic):
        _tell_followers(event.ticket_id, besides=message.author_id)


@live(
    TicketAssigned,
    TicketTakenOver,
    TicketGivenBack,
    TicketHandedOver,
    TicketReleased,
    TicketTransferred,
    TicketResolved,
    TicketClosed,
    TicketReopened,
    TicketMerged,
    TicketUnmerged,
)
def tell_the_followers(event: TicketEvent) -> None:
    _tell_followers(event.ticket_id)


def _tell_followers(ticket_id: int, *, besides: int | None = None) -> None:
    followers = Follower.objects.who_still_see_it().filter(ticket=ticket_id).exclude(user=besides)
    frame = {"type": "poke", "topic": "followed", "ticket": ticket_id}
    push_many((f"agent.{pk}", frame) for pk in followers.values_list("user_id", flat=True).distinct())


def _panel_poke(ticket_id: int) -> tuple[str, dict]:
    return f"ticket.{ticket_id}.agents", {"type": "poke", "topic": "panel", "ticket": ticket_id}
