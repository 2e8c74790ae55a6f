from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import ApiToken
from core.consequences import consequence
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
settings_page(
    "tokens",
    title=_("API tokens"),
    hint=_("What other programs of yours show to be let in, and what each may do."),
    icon="lock",
    url="settings:tokens",
    allowed=manages,
    position=200,
)


@consequence("person.deactivate")
def tokens_that_end_with_him(person) -> str:
    count = ApiToken.objects.usable().filter(made_by=person).count()
    sentence = ngettext(
        "%(count)d API token of theirs stops working. Make another for the program that uses it first.",
        "%(count)d API tokens of theirs stop working. Make others for the programs that use them first.",
        count,
    )
    return sentence % {"count": count} if count else ""
