"""The ledger as an address asks for it."""

import re
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.datastructures import MultiValueDict

from customers.models import Identity
from customers.normalising import normalised
from notifications.listing import PERIODS, Listing
from notifications.models import Notification, Step
from notifications.models.notification import trying_out

OF_STEPS = ("channel", "provider", "country")
FEWEST_DIGITS = 4
# As the API answers with it.
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# How one attempt went, as the figures of the delivery page count it.
OUTCOMES: dict[str, Q] = {
    "sent": Q(called_at__isnull=False),
    "delivered": Q(called_at__isnull=False, state="delivered"),
    "failed": Q(called_at__isnull=False, state="failed"),
    "unknown": Q(called_at__isnull=False) & ~Q(state__in=["delivered", "failed"]),
    "late": Q(called_at__isnull=False, late=True),
}
# What no customer hears of is left out unless it is asked for.
TESTS = {"too": Q(), "alone": trying_out()}


class Ledger(Listing):
    filters = ("category", "state", *OF_STEPS, "outcome", "period", "mailing", "tests", "q")
    numbers = ("mailing",)
    words = {"state": Notification.State.values, "period": PERIODS, "outcome": OUTCOMES, "tests": TESTS}

    def __init__(self, user, given: MultiValueDict):
        super().__init__(given)
        self.user = user

    @property
    def sees_contacts(self) -> bool:
        return self.user.has_perm("customers.view_contacts")

    def rows(self, *, now: datetime) -> QuerySet:
        rows = with_steps(Notification.objects.filter(TESTS.get(self.given.get("tests", ""), ~trying_out())))
        if category := self.given.get("category"):
            rows = rows.filter(category__slug=category)
        if state := self.given.get("state"):
            rows = rows.filter(state=state)
        if period := self.given.get("period"):
            rows = rows.filter(created_at__gte=now - PERIODS[period])
        if mailing := self.given.get("mailing"):
            rows = rows.filter(mailing=mailing)
        if self._of_steps is not None:
            rows = rows.filter(Exists(self._of_steps))
        if "q" in self.given:
            rows = rows.filter(self._sought)
        return rows

    @cached_property
    def _of_steps(self) -> QuerySet | None:
        wanted: dict[str, Any] = {name: self.given[name] for name in OF_STEPS if name in self.given}
        outcome = OUTCOMES.get(self.given.get("outcome", ""), Q())
        if not wanted and not outcome:
            return None
        return Step.objects.filter(outcome, notification=OuterRef("pk"), **wanted)

    @cached_property
    def _sought(self) -> Q:
        """By name, number or id. Part of a number finds only for those who see it: else it could be guessed out."""
        text = self.given["q"]
        if ID.fullmatch(text.lower()):
            return Q(public_id=text)
        sought = Q(customer__name__icontains=text) | Q(customer__preferred_name__icontains=text)
        identities = Q(pk__in=[])
        for kind in (Identity.Kind.PHONE, Identity.Kind.EMAIL):
            try:
                identities |= Q(kind=kind, value=normalised(kind, text))
            except ValidationError:
                continue
        digits = re.sub(r"\D", "", text)
        if self.sees_contacts and len(digits) >= FEWEST_DIGITS:
            identities |= Q(kind=Identity.Kind.PHONE, value__contains=digits)
        return sought | Q(customer__in=Identity.objects.filter(identities).values("customer"))


def with_steps(rows: QuerySet) -> QuerySet:
    """What a row says of itself, in two queries however many there are."""
    steps = Prefetch("steps", Step.objects.order_by("position", "pk"))
    return rows.select_related("category", "customer").defer("content").prefetch_related(steps)
