from django.urls import reverse

from core.slots import panel

panel("ticket.side", name="told", url=lambda ticket: reverse("told:ticket", args=[ticket.pk]), position=5)
panel("desk.brand", name="notices", url=lambda: reverse("notices:bell"))
panel("profile.parts", name="notice-wishes", url=lambda: reverse("notices:wishes"))
