from django.utils.translation import gettext_lazy as _

from core.settings_pages import settings_page


def manages(user) -> bool:
    return user.has_perm("accounts.manage")


settings_page(
    "departments",
    title=_("Departments"),
    hint=_("Who answers what, and when: members, opening hours, holidays."),
    icon="building-2",
    url="settings:departments",
    # A supervisor keeps the hours of his own; the rest of the page is an admin's.
    allowed=lambda user: manages(user) or user.has_perm("tickets.supervise"),
    position=10,
)
settings_page(
    "people",
    title=_("People"),
    hint=_("Who may sign in, as what, and where they answer."),
    icon="users",
    url="settings:people",
    allowed=manages,
    position=20,
)
