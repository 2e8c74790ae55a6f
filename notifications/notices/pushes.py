"""A notice as a push: who and where, never what was written."""

from django.utils import translation

from core.transports import Refused, Transport
from notifications.models import NoticeSend
from notifications.push.carriers import carrier
from notifications.push.message import Push


def transport_of(send: NoticeSend) -> Transport:
    return carrier(send.provider, push_of)


def push_of(send) -> Push:
    """Raises Refused where somebody else has signed in on the device since."""
    notice, device = send.notice, send.device
    if device is None or device.user_id != notice.user_id:
        raise Refused("unregistered")
    with translation.override(notice.user.language):
        return Push(
            # As the open desk names what it shows itself: the same ticket stands on a screen once.
            tag=f"ticket-{notice.ticket_id}",
            title=notice.sentence,
            body=" · ".join(filter(None, [notice.ticket.customer.display_name, department_of(notice.ticket)])),
            link=f"/desk/tickets/{notice.ticket_id}/",
            is_urgent=notice.is_urgent,
            not_after=send.not_after,
        )


def department_of(ticket) -> str:
    return ticket.department.name if ticket.department else ""
