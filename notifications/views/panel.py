from django.shortcuts import render

from notifications.ledger.listing import with_steps
from notifications.models import Notification
from tickets.views.scoping import ticket_for

LAST = 5


def show(request, number):
    """What this ticket's customer was told of late, what is about the ticket first, for whoever may see the ticket."""
    ticket = ticket_for(request, number)
    told = with_steps(Notification.objects.filter(customer=ticket.customer_id)).order_by("-pk")
    own = list(told.filter(ticket=ticket)[:LAST])
    others = list(told.exclude(ticket=ticket)[: LAST - len(own)])
    context = {"own": own, "others": others, "count": len(own) + len(others)}
    return render(request, "notifications/_panel.html", context)
