from django.utils.translation import gettext_lazy as _

from core.settings_pages import settings_page

settings_page(
    "macros",
    title=_("Macros"),
    hint=_("Several acts with one press: reply, tag, pass on, resolve."),
    icon="play",
    url="macros:macros",
    position=45,
)
