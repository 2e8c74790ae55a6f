"""Leads as an address asks for them, what becomes of one, and all of them as CSV."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from chat.models import Lead
from customers.masking import masked, written
from customers.models import Customer
from notifications.listing import PERIODS, Listing
from notifications.spreadsheets import moment, spreadsheet
from notifications.wishes.opting_out import refuse_adverts

ANSWERS = ("yes", "no")
SAID_BY = "lead"
UTM = ("utm_source", "utm_medium", "utm_campaign")


class Leads(Listing):
    filters = ("site", "source", "period", "agreed", "customer")
    numbers = ("site",)
    words = {"period": PERIODS, "agreed": ANSWERS, "customer": ANSWERS}

    def rows(self, *, now: datetime) -> QuerySet[Lead]:
        rows = Lead.objects.select_related("site", "customer")
        for name in ("site", "source"):
            if name in self.given:
                rows = rows.filter(**{name: self.given[name]})
        if period := self.given.get("period"):
            rows = rows.filter(created_at__gte=now - PERIODS[period])
        for name, column in (("agreed", "agreed_at"), ("customer", "customer")):
            if name in self.given:
                rows = rows.filter(**{f"{column}__isnull": self.given[name] == "no"})
        return rows


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


def pieces(leads: Leads, *, seen: bool, now: datetime) -> Iterator[str]:
    return spreadsheet([*HEADS, *UTM], leads.chunks(now=now), partial(_told, seen=seen))


HEADS = (
    "id", "created_at", "site", "source", "name", "email", "phone", "wish", "language", "page", "agreed_at",
    "agreed_version", "customer",
)  # fmt: skip


def _told(lead: Lead, *, seen: bool) -> list[list]:
    contacts = [value if seen or not value else masked(kind, value) for kind, value in
                (("email", lead.email), ("phone", lead.phone))]  # fmt: skip
    return [[
        lead.public_id, moment(lead.created_at), lead.site.name, lead.source, lead.name, *contacts, lead.wish,
        lead.language, lead.page_url, moment(lead.agreed_at), lead.agreed_version, lead.customer_id or "",
        *(lead.campaign.get(name, "") for name in UTM),
    ]]  # fmt: skip
