"""What is told to people, and to other systems, because something happened below."""

from django.db import transaction

from chat.events import LeadCreated
from chat.models import Lead
from core.events.kinds import live, on
from notifications import payloads
from notifications.answering import tell_of
from notifications.models import Notification
from notifications.models.webhook import Kind, WebhookDelivery
from notifications.notices import reactions  # noqa: F401 - what colleagues are told
from tickets.events import CustomerAbsent, TicketSeen
from tickets.models import Message, Ticket


@on(CustomerAbsent)
def reach_who_left(event: CustomerAbsent, row) -> None:
    ticket = Ticket.objects.select_related("customer").get(pk=event.ticket_id)
    tell_of(ticket, Message.objects.select_related("author").get(pk=event.message_id))


@on(LeadCreated)
def tell_of_a_lead(event: LeadCreated, row) -> None:
    """Erased meanwhile, there is nothing to tell of."""
    if lead := Lead.objects.select_related("site").filter(pk=event.lead_id).first():
        WebhookDelivery.tell(Kind.LEAD, lambda: payloads.lead_created(lead))


@live(TicketSeen)
def spare_who_has_read(event: TicketSeen) -> None:
    """At once; were this lost, the next step would find it out by itself."""
    if not event.customer_read_seq:
        return
    told = Notification.objects.about(event.ticket_id, read=event.customer_read_seq).unproved()
    for pk in told.values_list("pk", flat=True):
        with transaction.atomic():
            Notification.locked(pk).prove("chat")
