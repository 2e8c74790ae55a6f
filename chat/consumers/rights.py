"""Who may listen to what. Asked when a socket comes, and again every few seconds for all of them at once."""

import hmac
from collections import defaultdict
from collections.abc import Iterable
from importlib import import_module
from types import SimpleNamespace
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db.models.functions import Now
from django.http import parse_cookie

from accounts.models import Department, Membership, User
from accounts.second_factor import has_second_factor
from chat.directory import directory
from chat.models import Conversation, Visitor
from chat.models.visitor import digest
from core.live.consumer import NO_RIGHT, SIGN_IN
from tickets.models import Ticket


class Claim(NamedTuple):
    """What a widget's socket proved when it came; checked again as long as it stays."""

    visitor: int
    token_hash: str


class Opened(NamedTuple):
    ticket: int
    name: str


def signed_in(cookies: str) -> tuple[str, User | None, dict[int, frozenset[str]]]:
    """The session of these cookies, whose it is, and their groups. Nobody's when over, or the second factor is owed."""
    key = parse_cookie(cookies).get(settings.SESSION_COOKIE_NAME, "")
    user = users_of({key}).get(key) if key.isalnum() and key.isascii() else None
    if user and settings.REQUIRE_STAFF_2FA:
        request = SimpleNamespace(session=_store()(key), user=user)
        user = user if has_second_factor(request) else None
    return key, user, department_groups([user] if user else [])


def users_of(session_keys: set[str]) -> dict[str, User]:
    """The agents of the sessions that are alive now, with their departments read along."""
    store = _store()
    rows = store.get_model_class().objects.filter(session_key__in=session_keys, expire_date__gt=Now())
    sessions = {row.session_key: store().decode(row.session_data) for row in rows}
    ids = {key: _id_in(data) for key, data in sessions.items()}
    users = User.objects.active().in_bulk({pk for pk in ids.values() if pk})
    _read_departments(users)
    return {
        key: users[pk]
        for key, pk in ids.items()
        if pk in users and _hash_holds(sessions[key].get(HASH_SESSION_KEY, ""), users[pk])
    }


def may_watch(user_id: int, ticket: int) -> bool:
    user = User.objects.active().filter(pk=user_id).first()
    return user is not None and Ticket.objects.visible_to(user).filter(pk=ticket).exists()


def department_groups(users: Iterable[User]) -> dict[int, frozenset[str]]:
    """{agent: the groups that poke the agent's lists}"""
    users = list(users)
    seeing_all = any(user.has_perm("tickets.view_all") for user in users)
    every = frozenset(Department.objects.values_list("pk", flat=True)) if seeing_all else frozenset()
    ids = {user.pk: every if user.has_perm("tickets.view_all") else user.department_ids for user in users}
    return {pk: frozenset(f"department.{one}" for one in some) | {"department.none"} for pk, some in ids.items()}


def known(origins: list[str]) -> dict[str, bool]:
    return {origin: directory.knows_origin(origin) for origin in origins}


def admitted(asked: list[tuple[str, str | None]]) -> dict[tuple[str, str | None], tuple[int, Claim | None]]:
    """Of each (token, origin) a close code, or whose token it is; no origin is a page of our own."""
    held = {token: digest(token) for token, _origin in asked}
    rows = Visitor.objects.filter(token_hash__in=held.values(), expires_at__gt=Now())
    visitors = {visitor.token_hash: visitor for visitor in rows.only("pk", "token_hash", "site_id")}
    return {(token, origin): _admission(visitors.get(held[token]), origin) for token, origin in asked}


def _admission(visitor: Visitor | None, origin: str | None) -> tuple[int, Claim | None]:
    if visitor is None:
        return SIGN_IN, None
    site = directory.site(visitor.site_id) or _newer(visitor.site_id)
    if site is None or (origin is not None and not site.allows(origin)):
        return NO_RIGHT, None
    return 0, Claim(visitor.pk, visitor.token_hash)


def _newer(site_id: int):
    """A site that was made since the directory was read."""
    directory.forget()
    return directory.site(site_id)


def opened(visitor_id: int, conversation: str) -> Opened | None:
    """The ticket behind a conversation that this visitor may read."""
    visitor = Visitor.objects.filter(pk=visitor_id).first()
    reachable = visitor.conversations() if visitor else Conversation.objects.none()
    found = reachable.filter(public_id=conversation).select_related("ticket__customer").first()
    return Opened(found.ticket_id, found.ticket.customer.display_name) if found else None


def closing_code_of(claims: set[Claim]) -> dict[Claim, int]:
    """Which of these visitors have to go, and why: the token is over, or their site is off."""
    rows = Visitor.objects.filter(pk__in={claim.visitor for claim in claims}, expires_at__gt=Now())
    alive = {Claim(pk, token): on for pk, token, on in rows.values_list("pk", "token_hash", "site__is_active")}
    return {claim: NO_RIGHT if claim in alive else SIGN_IN for claim in claims if not alive.get(claim)}


def _store():
    return import_module(settings.SESSION_ENGINE).SessionStore


def _id_in(session: dict) -> int | None:
    known = session.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
    return User._meta.pk.to_python(session[SESSION_KEY]) if known and SESSION_KEY in session else None


def _hash_holds(given: str, user: User) -> bool:
    """False once the password was changed or all sessions were ended."""
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(hmac.compare_digest(given, current) for current in hashes)


def _read_departments(users: dict[int, User]) -> None:
    found = defaultdict(set)
    for user_id, department_id in Membership.objects.filter(user_id__in=users).values_list("user_id", "department_id"):
        found[user_id].add(department_id)
    for pk, user in users.items():
        user.department_ids = frozenset(found[pk])
