from django.utils.translation import gettext_lazy as _

from core.settings_pages import settings_page

settings_page(
    "sms",
    title="SMS",
    hint=_("Where SMS may go, what one costs, and how much they may cost in a day."),
    icon="message-square-text",
    url="sms:index",
    allowed=lambda user: user.has_perm("accounts.manage"),
    position=34,
)
