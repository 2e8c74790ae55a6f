"""What is done for all open sockets of a process at once: versions told, rights asked again, welcomes repeated."""

from collections import defaultdict

from django.db import InterfaceError, OperationalError

from chat.consumers import viewers
from chat.consumers.desk import DeskConsumer
from chat.consumers.rights import closing_code_of, department_groups, users_of
from chat.consumers.versions import versions_of
from chat.consumers.widget import WidgetConsumer
from core.live.consumer import NO_RIGHT, SIGN_IN
from core.live.executor import in_thread
from core.live.heartbeat import every, gently, guard, welcome
from tickets.reading import seen_among

HEARTBEAT = 20.0


@every(HEARTBEAT)
async def tell_versions(sockets):
    try:
        versions = await in_thread(versions_of, [socket.ticket for socket in sockets if socket.ticket])
    except (OperationalError, InterfaceError):
        # An empty one says at least that the socket lives: silence would have everybody come back at once.
        versions = {}
    async for socket in gently(sockets):
        if socket.known:
            socket.say("heartbeat", versions=_version_seen_by(socket, versions))


@every(HEARTBEAT)
async def keep_presence(sockets):
    desks = [socket for socket in sockets if isinstance(socket, DeskConsumer) and socket.known]
    if desks:
        await in_thread(viewers.seen, {desk.person.pk for desk in desks})
        await in_thread(viewers.still_here, [(desk.ticket, desk.person.as_json()) for desk in desks if desk.ticket])


@guard
async def ask_for_agents(sockets):
    desks = [socket for socket in sockets if isinstance(socket, DeskConsumer) and socket.known]
    if not desks:
        return
    asked = [(desk, desk.session_key, desk.ticket) for desk in desks]
    users, groups, visible = await in_thread(_agents_now, [(key, ticket) for _, key, ticket in asked])
    lapsed = []
    for desk, key, ticket in asked:
        user = users.get(key)
        if user is None:
            desk.close(SIGN_IN)
        elif ticket and ticket == desk.ticket and (user.pk, ticket) not in visible:
            desk.close(NO_RIGHT)
        else:
            lapsed += [] if desk.trusted else [desk]
            desk.move_to(groups[user.pk])
            desk.trust()
    await _make_good(lapsed)


@guard
async def ask_for_visitors(sockets):
    widgets = [socket for socket in sockets if isinstance(socket, WidgetConsumer) and socket.known]
    codes = await in_thread(closing_code_of, {widget.claim for widget in widgets}) if widgets else {}
    lapsed = []
    async for widget in gently(widgets):
        if code := codes.get(widget.claim):
            widget.close(code)
        else:
            lapsed += [] if widget.trusted else [widget]
            widget.trust()
    await _make_good(lapsed)


@welcome
async def welcome_back(sockets):
    versions = await in_thread(versions_of, [socket.ticket for socket in sockets if socket.ticket])
    async for socket in gently(sockets):
        if socket.known:
            socket.greet(_version_seen_by(socket, versions))


async def _make_good(lapsed):
    """While the database was away nobody could say what they may hear, so they were told nothing: now they fetch it."""
    if lapsed:
        await welcome_back(lapsed)


def _version_seen_by(socket, versions) -> dict[str, int]:
    """As heartbeats carry it: {conversation: public version} or {ticket: version}."""
    return socket.versions(*versions[socket.ticket]) if socket.ticket in versions else {}


def _agents_now(asked):
    users = users_of({key for key, _ticket in asked})
    watched = defaultdict(set)
    for key, ticket in asked:
        if ticket and key in users:
            watched[users[key]].add(ticket)
    return users, department_groups(users.values()), seen_among(watched)
