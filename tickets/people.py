"""Who a ticket can be given to, and which customers an agent may find."""

import re
from dataclasses import dataclass

from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import Membership, Presence, User
from accounts.models.presence import OFFLINE
from customers.models import Customer, Identity
from tickets.models import Ticket

MOST = 200
FOUND = 8
NEARNESS = ["online", "busy", "away", OFFLINE]


@dataclass(frozen=True)
class Colleague:
    """Somebody who could have the ticket: whether he is there, and how much he has already."""

    user: User
    presence: str
    load: int
    is_me: bool
    departments: tuple[str, ...]


def colleagues(users: QuerySet, *, asked_by) -> list[Colleague]:
    """Myself first, then who is there, the least busy before the others."""
    load = Ticket.objects.living().filter(assignee=OuterRef("pk")).order_by().values("assignee").annotate(n=Count("pk"))
    rows = users.annotate(load=Coalesce(Subquery(load.values("n"), output_field=IntegerField()), 0))
    memberships = Membership.objects.select_related("department").order_by("department__position", "department__name")
    rows = rows.prefetch_related(Prefetch("memberships", memberships)).distinct()[:MOST]
    presences = {row.pk: row for row in Presence.objects.filter(user__in=[user.pk for user in rows])}
    now = timezone.now()
    found = [
        Colleague(
            user,
            presences[user.pk].at(now) if user.pk in presences else OFFLINE,
            user.load,
            user == asked_by,
            tuple(membership.department.name for membership in user.memberships.all()),
        )
        for user in rows
    ]
    return sorted(found, key=lambda one: (not one.is_me, NEARNESS.index(one.presence), one.load, one.user.display_name))


def customers_visible_to(agent) -> QuerySet:
    """Those of the tickets he may see, and those who have none yet: nobody else's customer is found by trying names."""
    if agent.has_perm("tickets.view_all"):
        return Customer.objects.all()
    theirs = Ticket.objects.filter(customer=OuterRef("pk"))
    return Customer.objects.filter(Exists(theirs.visible_to(agent)) | ~Exists(theirs))


def find_customers(text: str, *, by) -> list[Customer]:
    """By a part of the name, and for who may see them by e-mail or phone; with how many open tickets each has."""
    words = text.split()
    if not words:
        return []
    matching = Q()
    for word in words:
        matching &= Q(name__icontains=word) | Q(preferred_name__icontains=word)
    if by.has_perm("customers.view_contacts"):
        matching |= Q(pk__in=_holders(text))
    theirs = Ticket.objects.visible_to(by).living().filter(customer=OuterRef("pk")).order_by("-last_message_at")
    found = customers_visible_to(by).filter(matching).annotate(open_ticket=Subquery(theirs.values("pk")[:1]))
    return list(found.prefetch_related("identities").order_by("-pk")[:FOUND])


def _holders(text: str) -> QuerySet:
    """Whoever claims an address like this, proved or not: an operator decides whether it is the same person."""
    digits = re.sub(r"\D", "", text)
    like = Q(value__icontains=text.strip())
    if len(digits) >= 4:
        like |= Q(kind=Identity.Kind.PHONE, value__contains=digits)
    return Identity.objects.exclude(kind=Identity.Kind.WIDGET).filter(like).values("customer_id")
