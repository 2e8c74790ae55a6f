from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.panels import manages
from core.consequences import consequence
from core.settings_pages import settings_page
from core.slots import panel
from notifications.models import Notification

settings_page(
    "webhooks",
    title=_("Webhooks"),
    hint=_("Other systems that are told how notifications ended, with a log of every delivery."),
    icon="arrow-left-right",
    url="webhooks:index",
    allowed=manages,
    position=210,
)
panel("desk.brand", name="notices", url=lambda: reverse("notices:bell"))
panel("profile.parts", name="notice-wishes", url=lambda: reverse("notices:wishes"))
settings_page(
    "notifications",
    title=_("Notifications"),
    hint=_("What is told, by which way, in which words, and when to sound an alarm."),
    icon="bell",
    url="notification_settings:categories",
    allowed=lambda user: user.has_perm("notifications.manage"),
    position=70,
)
panel(
    "ticket.side",
    name="notifications",
    url=lambda ticket: reverse("notifications:panel", args=[ticket.pk]),
    position=6,
)
panel(
    "desk.top",
    name="delivery-alarms",
    url=lambda: reverse("notifications:alarms"),
    allowed=lambda user: user.has_perm("notifications.view_ledger"),
)


@consequence("category.deactivate")
def notifications_on_their_way(category) -> str:
    count = Notification.objects.moving().filter(category=category).count()
    return count and ngettext(  # type: ignore[return-value]
        "%(count)s notification is on its way and still goes its way.",
        "%(count)s notifications are on their way and still go their way.",
        count,
    ) % {"count": count}
