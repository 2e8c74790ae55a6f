"""The desk's socket: one per tab. Lists are poked, the ticket that is open is streamed, and nothing is written here."""

from typing import NamedTuple

from chat.consumers import pages, viewers
from chat.consumers.rights import may_watch, signed_in
from chat.consumers.versions import NEVER, versions
from core.live.consumer import NO_RIGHT, SIGN_IN, TOO_MANY, LiveConsumer
from core.live.executor import in_thread
from core.live.frames import BadFrame, maybe, number, switch
from core.live.publishing import push_many

TABS = 30


class Person(NamedTuple):
    """The little that a socket must know of its agent while it is open."""

    pk: int
    name: str
    photo: str | None
    # Who supervises is said to watch where somebody else has the ticket.
    supervises: bool = False

    def as_json(self) -> dict:
        return {"id": self.pk, "name": self.name, "photo": self.photo, "supervises": self.supervises}


NOBODY = Person(0, "", None)


class DeskConsumer(LiveConsumer):
    __slots__ = ("departments", "person", "session_key", "ticket")

    frames = {
        "watch": {"ticket": number, "version": maybe(number)},
        "unwatch": {},
        "typing": {"ticket": number, "on": switch},
    }

    def __init__(self) -> None:
        super().__init__()
        self.person = NOBODY
        self.session_key = ""
        self.departments: frozenset[str] = frozenset()
        self.ticket = 0

    async def admits(self, scope) -> bool:
        return pages.is_ours(scope, pages.header(scope, b"origin"))

    async def connect(self, scope) -> None:
        self.session_key, user, groups = await in_thread(signed_in, pages.header(scope, b"cookie"))
        if user is None:
            return self.close(SIGN_IN)
        supervises = user.has_perm("tickets.supervise")
        self.person = Person(user.pk, user.display_name, user.photo_url or None, supervises)
        if len(self.hub.in_group(f"agent.{user.pk}")) >= TABS:
            return self.close(TOO_MANY)
        self.trust()
        self.departments = groups[user.pk]
        await self.hub.join(self, [f"agent.{user.pk}", *self.departments])
        await in_thread(viewers.seen, {user.pk})
        self.greet({})

    async def on_watch(self, ticket: int, version: int | None) -> None:
        self._unwatch()
        if not await in_thread(may_watch, self.person.pk, ticket):
            return self.close(NO_RIGHT)
        self.ticket = ticket
        await self.hub.join(self, [f"ticket.{ticket}.agents"])
        # Only now: what came before is in this number, what comes after is heard.
        current, _public = await versions.ask(ticket) or NEVER
        others = await in_thread(viewers.came, ticket, self.person.as_json())
        self.say("watching", ticket=ticket, version=current, viewers=others)

    async def on_unwatch(self) -> None:
        self._unwatch()

    async def on_typing(self, ticket: int, on: bool) -> None:
        if ticket != self.ticket:
            raise BadFrame
        hint = {"type": "typing", "name": self.person.name, "on": on}
        to_agents = {**hint, "ticket": ticket, "kind": "agent", "user": self.person.pk}
        await in_thread(push_many, [(f"ticket.{ticket}.agents", to_agents), (f"ticket.{ticket}.customer", hint)])

    @property
    def known(self) -> bool:
        return self.person.pk > 0 and not self.closing

    def versions(self, version: int, public_version: int) -> dict[str, int]:
        return {str(self.ticket): version}

    def greet(self, versions: dict[str, int]) -> None:
        self.say("degraded" if self.hub.degraded else "welcome")

    def move_to(self, departments: frozenset[str]) -> None:
        """Other departments than a moment ago: their lists, from now on."""
        if departments != self.departments:
            self.hub.leave(self, self.departments - departments)
            self.hub.later(self.hub.join(self, departments - self.departments))
            self.departments = departments

    def left(self) -> None:
        self._unwatch()

    def _unwatch(self) -> None:
        ticket, self.ticket = self.ticket, 0
        if not ticket:
            return
        group = f"ticket.{ticket}.agents"
        self.hub.leave(self, [group])
        if not any(other.person.pk == self.person.pk for other in self.hub.in_group(group)):
            self.hub.later(in_thread(viewers.went, ticket, self.person.pk))
