from django.shortcuts import render

from notifications.ledger.listing import with_steps
from notifications.models import Notification
from tickets.views.scoping import ticket_for

LAST = 5


def show(request, number):
    """What this ticket's customer was told of late, what is about the ticket first, for whoever may see the ticket."""
    ticket = ticket_for(request, number)
    own = list(_newest(Notification.objects.filter(ticket=ticket))[:LAST])
    others = Notification.objects.filter(customer=ticket.customer_id).exclude(ticket=ticket)
    others = list(_newest(others)[: LAST - len(own)])
    context = {"own": own, "others": others, "count": len(own) + len(others)}
    return render(request, "notifications/_panel.html", context)


def _newest(rows):
    return with_steps(rows).order_by("-pk")
