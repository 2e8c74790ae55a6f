from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.panels import manages
from core.settings_pages import settings_page
from core.slots import panel

panel("ticket.side", name="told", url=lambda ticket: reverse("told:ticket", args=[ticket.pk]), position=5)
settings_page(
    "webhooks",
    title=_("Webhooks"),
    hint=_("Other systems that are told how notifications ended, with a log of every delivery."),
    icon="arrow-left-right",
    url="webhooks:index",
    allowed=manages,
    position=210,
)
