"""The ledger as an address asks for it: narrowed, the newest first, a page at a time."""

import re
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode

from customers.models import Identity
from customers.normalising import normalised
from notifications.models import Notification, Step

PAGE = 50
PERIODS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
OF_STEPS = ("channel", "provider", "country")
FILTERS = ("category", "state", *OF_STEPS, "outcome", "period", "mailing", "q")
NUMBER = re.compile(r"[1-9]\d{0,17}")
FEWEST_DIGITS = 4
# How one attempt went, as the figures of the delivery page count it.
OUTCOMES: dict[str, Q] = {
    "sent": Q(called_at__isnull=False),
    "delivered": Q(called_at__isnull=False, state="delivered"),
    "failed": Q(called_at__isnull=False, state="failed"),
    "unknown": Q(called_at__isnull=False) & ~Q(state__in=["delivered", "failed"]),
    "late": Q(called_at__isnull=False, late=True),
}


class Ledger:
    """What makes no sense in an address is passed over."""

    def __init__(self, user, given: MultiValueDict):
        self.user = user
        words = {name: given.get(name, "").replace("\0", "").strip()[:100] for name in FILTERS}
        self.given = {name: word for name, word in words.items() if word and self._fits(name, word)}

    @property
    def query(self) -> str:
        return urlencode(self.given)

    @property
    def sees_contacts(self) -> bool:
        return self.user.has_perm("customers.view_contacts")

    def rows(self, *, now: datetime) -> QuerySet:
        rows = Notification.objects.all()
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

    def page(self, *, after: str, now: datetime) -> tuple[list[Notification], int | None]:
        """The rows before a number, the newest first, and the number to go on from when there are more."""
        rows = self.rows(now=now)
        if NUMBER.fullmatch(after):
            rows = rows.filter(pk__lt=after)
        found = list(with_steps(rows).order_by("-pk")[: PAGE + 1])
        return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None

    @cached_property
    def _of_steps(self) -> QuerySet | None:
        wanted: dict[str, Any] = {name: self.given[name] for name in OF_STEPS if name in self.given}
        outcome = OUTCOMES.get(self.given.get("outcome", ""), Q())
        if not wanted and not outcome:
            return None
        return Step.objects.filter(outcome, notification=OuterRef("pk"), **wanted)

    @cached_property
    def _sought(self) -> Q:
        """By name, or by number. Part of a number finds only for those who see it: else it could be guessed out."""
        text = self.given["q"]
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

    def _fits(self, name: str, word: str) -> bool:
        if name == "mailing":
            return NUMBER.fullmatch(word) is not None
        known = {"state": Notification.State.values, "period": PERIODS, "outcome": OUTCOMES}
        return word in known.get(name, [word])


def with_steps(rows: QuerySet) -> QuerySet:
    """What a row says of itself, in two queries however many there are."""
    steps = Prefetch("steps", Step.objects.order_by("position", "pk"))
    return rows.select_related("category", "customer").defer("content").prefetch_related(steps)
