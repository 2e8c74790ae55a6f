from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.first_pages import first_page
from chat.models import Site
from chat.views.welcome import lead
from core.consequences import consequence
from core.settings_pages import settings_page
from core.slots import panel


def manages(user, *things) -> bool:
    return user.has_perm("accounts.manage")


first_page(lead)
settings_page(
    "sites",
    title=_("Sites"),
    hint=_("Where the chat stands: colours, words, who answers, what is asked first."),
    icon="globe",
    url="sites:index",
    allowed=manages,
    position=30,
)
# What is owed of the set-up, where an admin looks who finds nothing to do.
for place in ("settings.top", "desk.empty"):
    panel(place, name="welcome", url=lambda *things: reverse("welcome:panel"), allowed=manages)


panel(
    "ticket.card",
    name="state",
    url=lambda ticket, card: reverse("chat:card", args=[ticket.pk, card.pk]),
    allowed=lambda user, ticket, card: user.has_perm("tickets.view_payments"),
)


@consequence("department.deactivate")
def sites_that_lead_there(department) -> str:
    count = Site.objects.active().filter(department=department).count()
    sentence = ngettext(
        "%(count)d site sends its customers here. Choose another department for it first.",
        "%(count)d sites send their customers here. Choose another department for them first.",
        count,
    )
    return sentence % {"count": count} if count else ""
