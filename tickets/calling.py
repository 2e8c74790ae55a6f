"""Colleagues called by name in a note: "@Bob Fisher, could you look?"."""

import re
from collections import defaultdict

from django.db.models import Q

from accounts.models import User
from accounts.roles import Role, grants

Called = dict[str, list[int]]
SEES_ALL = [role for role in Role.values if grants(role, "tickets.view_all")]


def colleagues_of(ticket):
    """Everybody who may see the ticket: docs/ticket-transitions.md."""
    people = User.objects.active()
    if ticket.department_id is None:
        return people
    of_department = Q(memberships__department=ticket.department_id)
    return people.filter(of_department | Q(pk=ticket.assignee_id) | Q(role__in=SEES_ALL)).distinct()


def called_in(text: str, *, ticket, by) -> Called | None:
    """Who is called, by the names in the text. Two of the same name are both called; nobody calls himself."""
    if "@" not in text:
        return None
    known = _names(colleagues_of(ticket).exclude(pk=by.pk))
    found = (match[1] for match in pattern(known).finditer(text)) if known else ()
    return {name: sorted(known[name.casefold()]) for name in found} or None


def _names(people) -> Called:
    """What one may call them by: the whole name, or the first one where nobody else bears it."""
    whole: Called = defaultdict(list)
    first: Called = defaultdict(list)
    for person in people:
        for name in {person.name, person.display_name} - {""}:
            whole[name.casefold()].append(person.pk)
        first[person.name.casefold().partition(" ")[0]].append(person.pk)
    return {name: pks for name, pks in first.items() if name and len(pks) == 1} | whole


def ids_of(called: Called | None) -> tuple[int, ...]:
    return tuple(sorted({pk for people in (called or {}).values() for pk in people}))


def pattern(names) -> re.Pattern:
    """ "@Anna Maria" before "@Anna"; an address such as bob@Anna.example calls nobody."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)@({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
