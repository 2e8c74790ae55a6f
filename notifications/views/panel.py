from django.shortcuts import get_object_or_404, render

from notifications.ledger.listing import with_steps
from notifications.models import Notification
from tickets.models import Ticket

LAST = 5


def show(request, number):
    """What this ticket's customer was told of late, for whoever may see the ticket."""
    ticket = get_object_or_404(Ticket.objects.visible_to(request.user), pk=number)
    told = with_steps(Notification.objects.filter(customer=ticket.customer_id)).order_by("-pk")[:LAST]
    return render(request, "notifications/_panel.html", {"ticket": ticket, "told": told})
