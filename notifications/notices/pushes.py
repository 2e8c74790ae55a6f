"""A notice as a push: who and where, never what was written."""

from django.utils import translation

from core.transports import Refused, Transport
from notifications.channels.console import Console, console_is_on
from notifications.models import Device, NoticeSend
from notifications.push.carriers import carrier, is_set_up
from notifications.push.message import Push

CONSOLE = "console"


def provider_of(device: Device) -> str:
    """Empty where nobody carries pushes to it: the bell and the mail tell it then."""
    if is_set_up(device.kind):
        return device.kind
    return CONSOLE if console_is_on() else ""


def transport_of(send: NoticeSend) -> Transport:
    return Console() if send.provider == CONSOLE else carrier(send.provider, push_of)


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
