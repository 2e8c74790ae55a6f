"""What other systems are told of what happened: ids, words of ours and times. Never a text, a code or an address."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chat.models import Lead
    from notifications.models import Notification


def settled(notification: "Notification") -> dict[str, Any]:
    """The data of `notification.settled`. Told again when a proof comes after "failed"."""
    return {
        "id": str(notification.public_id),
        "category": notification.category.slug if notification.category else "",
        "state": str(notification.state),
        "why": notification.why,
        "proof": notification.proof,
        "created_at": notification.created_at,
        "settled_at": notification.settled_at,
    }


def lead_created(lead: "Lead") -> dict[str, Any]:
    """The data of `lead.created`. Who it is stands on the lead's own page."""
    return {
        "id": str(lead.public_id),
        "site": lead.site.key,
        "source": lead.source,
        "customer": lead.customer_id,
        "agreed_to_adverts": lead.agreed_at is not None,
        "created_at": lead.created_at,
    }
