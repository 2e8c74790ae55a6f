"""How far a new installation has come, read from what is there: no step is ever marked as done."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from chat.models import Conversation, Site, Visitor
from tickets.models import Ticket

TITLES = {
    "you": _("You"),
    "department": _("Department"),
    "site": _("Your site"),
    "script": _("Script tag"),
    "message": _("First message"),
}
STEPS = tuple(TITLES)


class Onboarding:
    """The five steps of one admin, over the first department and the first site there are."""

    def __init__(self, admin):
        self.admin = admin

    @cached_property
    def department(self) -> Department | None:
        return Department.objects.active().order_by("pk").first()

    @cached_property
    def site(self) -> Site | None:
        return Site.objects.active().order_by("pk").first()

    @cached_property
    def visitor(self) -> Visitor | None:
        """Who opened the widget first: then the tag is in the page, and the origin is right."""
        return Visitor.objects.filter(site=self.site).order_by("pk").first() if self.site else None

    @cached_property
    def ticket(self):
        first = Conversation.objects.filter(visitor__site=self.site).select_related("ticket__customer")
        found = first.order_by("pk").first() if self.site else None
        return found and found.ticket

    def is_done(self, step: str) -> bool:
        done = {
            # Everybody has a name; that it was looked at is known once something follows.
            "you": self.department is not None,
            "department": self.department is not None,
            "site": self.site is not None,
            "script": self.visitor is not None,
            "message": self.ticket is not None,
        }
        return done[step]

    @property
    def current(self) -> str:
        """The first step that is owed; "done" after the last."""
        return next((step for step in STEPS if not self.is_done(step)), "done")

    @property
    def has_begun(self) -> bool:
        return self.department is not None and self.site is not None

    @property
    def is_alive(self) -> bool:
        """People write already, by whatever way: nobody needs to be led any more."""
        return self.has_begun and Ticket.objects.exists()

    @property
    def count(self) -> int:
        return sum(self.is_done(step) for step in STEPS)

    def steps(self) -> list[dict]:
        return [{"name": step, "title": TITLES[step], "is_done": self.is_done(step)} for step in STEPS]


def after(step: str) -> str:
    return (*STEPS[1:], "done")[STEPS.index(step)]
