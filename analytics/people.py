"""Who is there, since when, with how many chats, and what they have before them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Prefetch, Subquery

from accounts.models import Membership, Presence, PresenceChange, User
from accounts.models.presence import OFFLINE
from analytics.answering import Written
from analytics.figures import Moment
from analytics.scope import Scope
from chat.consumers.viewers import what_they_view
from tickets.models import Ticket

MOST = 200
NEARNESS = ["online", "busy", "away", OFFLINE]


@dataclass(frozen=True)
class Colleague:
    user: User
    presence: str
    since: datetime | None
    departments: list[str]
    chats: int
    wrote: Written | None
    # What he has open, where the supervisor may see it.
    ticket: Ticket | None
    # Whether the supervisor may change what he does.
    is_led: bool

    @property
    def is_here(self) -> bool:
        return self.presence != OFFLINE


def people(scope: Scope, at: Moment, *, talks: Mapping[int, int], wrote: Mapping[int, Written]) -> list[Colleague]:
    """Who is there first, the busiest before the others."""
    users = _asked(scope)
    presences = Presence.objects.in_bulk([user.pk for user in users])
    status = {user.pk: presences[user.pk].at(at.now) if user.pk in presences else OFFLINE for user in users}
    open_tickets = _open_tickets(scope, [pk for pk, said in status.items() if said != OFFLINE])
    found = [
        Colleague(
            user,
            status[user.pk],
            user.since,
            [membership.department.name for membership in user.memberships.all()],
            talks.get(user.pk, 0),
            wrote.get(user.pk),
            open_tickets.get(user.pk),
            scope.leads(user),
        )
        for user in users
    ]
    return sorted(found, key=lambda one: (NEARNESS.index(one.presence), -one.chats, one.user.display_name))


def _asked(scope: Scope) -> list:
    latest = PresenceChange.objects.filter(user=OuterRef("pk")).order_by("-happened_at", "-pk")
    memberships = Membership.objects.filter(department__in=scope.ids).select_related("department")
    rows = scope.people.annotate(since=Subquery(latest.values("happened_at")[:1]))
    theirs = memberships.order_by("department__position", "department__name")
    return list(rows.prefetch_related(Prefetch("memberships", theirs))[:MOST])


def _open_tickets(scope: Scope, users: list[int]) -> dict[int, Ticket]:
    viewed = what_they_view(users)
    visible = Ticket.objects.visible_to(scope.agent).select_related("customer")
    tickets = visible.in_bulk(set(viewed.values())) if viewed else {}
    return {user: tickets[number] for user, number in viewed.items() if number in tickets}
