"""Leads as an address asks for them, what becomes of one, and all of them as CSV."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.datastructures import MultiValueDict
from django.utils.http import urlencode

from chat.models import Lead
from customers.masking import masked, written
from customers.models import Customer
from notifications.ledger.export import BOM, CHUNK, lines, moment
from notifications.ledger.listing import NUMBER, PAGE, PERIODS
from notifications.wishes.opting_out import refuse_adverts

FILTERS = ("site", "source", "period", "agreed", "customer")
ANSWERS = ("yes", "no")
SAID_BY = "lead"
UTM = ("utm_source", "utm_medium", "utm_campaign")


class Leads:
    """What makes no sense in an address is passed over."""

    def __init__(self, given: MultiValueDict):
        words = {name: given.get(name, "").replace("\0", "").strip()[:100] for name in FILTERS}
        self.given = {name: word for name, word in words.items() if word and self._fits(name, word)}

    @property
    def query(self) -> str:
        return urlencode(self.given)

    def rows(self, *, now: datetime) -> QuerySet[Lead]:
        rows = Lead.objects.select_related("site", "customer").order_by("-pk")
        for name in ("site", "source"):
            if name in self.given:
                rows = rows.filter(**{name: self.given[name]})
        if period := self.given.get("period"):
            rows = rows.filter(created_at__gte=now - PERIODS[period])
        for name, column in (("agreed", "agreed_at"), ("customer", "customer")):
            if name in self.given:
                rows = rows.filter(**{f"{column}__isnull": self.given[name] == "no"})
        return rows

    def page(self, *, after: str, now: datetime) -> tuple[list[Lead], int | None]:
        """The rows before a number, the newest first, and the number to go on from when there are more."""
        rows = self.rows(now=now)
        if NUMBER.fullmatch(after):
            rows = rows.filter(pk__lt=after)
        found = list(rows[: PAGE + 1])
        return found[:PAGE], found[PAGE - 1].pk if len(found) > PAGE else None

    def _fits(self, name: str, word: str) -> bool:
        if name == "site":
            return NUMBER.fullmatch(word) is not None
        known = {"period": PERIODS, "agreed": ANSWERS, "customer": ANSWERS}
        return word in known.get(name, [word])


@transaction.atomic
def make_customer(lead: Lead, customer: Customer | None, *, by, checked: bool) -> Customer:
    """Who left an address without agreeing to adverts becomes a customer who gets none."""
    customer, new = lead.make_customer(customer, by=by, checked=checked)
    if new and lead.agreed_at is None:
        refuse_adverts(customer, "", said_by=SAID_BY, by=by)
    return customer


def addresses_of(lead: Lead, *, seen: bool) -> list[str]:
    """As people write them; for who may not see them, recognised when heard and useless otherwise."""
    return [written(kind, value) if seen else masked(kind, value) for kind, value in lead.addresses]


def chunks(leads: Leads, *, seen: bool, now: datetime) -> Iterator[str]:
    """Pages by key, as the ledger's."""
    yield BOM + lines([[*HEADS, *UTM]])
    rows, last = leads.rows(now=now), None
    while page := list(rows.filter(pk__lt=last)[:CHUNK] if last else rows[:CHUNK]):
        yield lines(_told(one, seen) for one in page)
        last = page[-1].pk


HEADS = (
    "id", "created_at", "site", "source", "name", "email", "phone", "wish", "language", "page", "agreed_at",
    "agreed_version", "customer",
)  # fmt: skip


def _told(lead: Lead, seen: bool) -> list:
    email, phone = (value if seen or not value else masked(kind, value) for kind, value in
                    (("email", lead.email), ("phone", lead.phone)))  # fmt: skip
    return [
        lead.public_id, moment(lead.created_at), lead.site.name, lead.source, lead.name, email, phone, lead.wish,
        lead.language, lead.page_url, moment(lead.agreed_at), lead.agreed_version, lead.customer_id or "",
        *(lead.campaign.get(name, "") for name in UTM),
    ]  # fmt: skip
