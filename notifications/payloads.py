"""What other systems are told of a notification: ids, words of ours and times. Never a text, a code or an address."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
