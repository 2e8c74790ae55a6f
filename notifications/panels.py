from django.urls import reverse

from core.slots import panel

panel("ticket.side", name="told", url=lambda ticket: reverse("told:ticket", args=[ticket.pk]), position=5)
