from django.shortcuts import render

from notifications.models import Notification
from tickets.views.scoping import ticket_for

SHOWN = 5


def show(request, number):
    """How this ticket's answers were told to a customer who was not there."""
    ticket = ticket_for(request, number)
    told = Notification.objects.filter(ticket=ticket).prefetch_related("steps").order_by("-pk")[:SHOWN]
    return render(request, "notifications/told.html", {"ticket": ticket, "told": told})
