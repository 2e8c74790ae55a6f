from django.http import JsonResponse

from chat.consumers.viewers import who_is_at
from tickets.models import Ticket

MOST = 200


def show(request):
    """Which colleagues have which of these tickets open; about a ticket that the reader may not see, nothing."""
    given = [text for text in request.GET.getlist("ticket")[:MOST] if text.isascii() and text.isdigit()]
    asked = [int(text) for text in given if len(text) < 19]
    tickets = Ticket.objects.visible_to(request.user).filter(pk__in=asked).values_list("pk", flat=True)
    found = who_is_at(list(tickets))
    others = {pk: [one for one in viewers if one["id"] != request.user.pk] for pk, viewers in found.items()}
    return JsonResponse({str(pk): viewers for pk, viewers in others.items() if viewers})
