"""The widget's socket: no cookie counts, the visitor's token comes in the first frame, never in the address."""

import asyncio

from chat.consumers import pages
from chat.consumers.rights import Claim, admitted, known, opened
from chat.consumers.versions import NEVER, versions
from core.live.consumer import LATE, TOO_MANY, LiveConsumer
from core.live.executor import Together, in_thread
from core.live.frames import BadFrame, maybe, number, switch, uuid_text, word
from core.live.publishing import push

FIRST_FRAME_WITHIN = 10.0
PAGES = 10
# The help centre and the like: no site has to list the server's own pages.
OURS = "ours"

admissions = Together(admitted)
known_pages = Together(known)


class WidgetConsumer(LiveConsumer):
    __slots__ = ("claim", "conversation", "hello_by", "name", "origin", "ticket", "visitor")

    frames = {
        "hello": {"token": word, "conversation": maybe(uuid_text), "version": maybe(number)},
        "follow": {"conversation": uuid_text},
        "typing": {"on": switch},
    }
    max_frame = 64 * 1024

    def __init__(self) -> None:
        super().__init__()
        self.hello_by: asyncio.TimerHandle | None = None
        self.visitor = self.ticket = 0
        self.claim: Claim | None = None
        self.origin = self.name = self.conversation = ""

    async def admits(self, scope) -> bool:
        # Whose visitor it is, only the first frame tells; that it is a page of some site of ours is known already.
        origin = pages.header(scope, b"origin")
        self.origin = OURS if pages.is_ours(scope, origin) else origin
        return self.origin == OURS or (bool(origin) and bool(await known_pages.ask(origin)))

    async def connect(self, scope) -> None:
        self.hello_by = asyncio.get_running_loop().call_later(FIRST_FRAME_WITHIN, self.close, LATE)

    def left(self) -> None:
        if self.hello_by:
            self.hello_by.cancel()

    async def on_hello(self, token: str, conversation: str | None, version: int | None) -> None:
        if self.visitor:
            raise BadFrame
        refusal, self.claim = await admissions.ask((token, None if self.origin == OURS else self.origin))
        if refusal:
            return self.close(refusal)
        self.visitor = self.claim.visitor
        self.left()
        if len(self.hub.in_group(f"visitor.{self.visitor}")) >= PAGES:
            return self.close(TOO_MANY)
        self.trust()
        await self.hub.join(self, [f"visitor.{self.visitor}"])
        await self._listen_to(conversation)

    async def on_follow(self, conversation: str) -> None:
        if not self.visitor:
            raise BadFrame
        await self._listen_to(conversation)

    async def on_typing(self, on: bool) -> None:
        if not self.ticket:
            raise BadFrame
        hint = {"type": "typing", "ticket": self.ticket, "name": self.name, "kind": "customer", "user": None, "on": on}
        await in_thread(push, f"ticket.{self.ticket}.agents", hint)

    def relay(self, kind: str, text: str) -> None:
        # One ticket may be two conversations, of two browsers; their frames name the conversation they are for.
        if kind not in {"message", "state"} or (self.conversation and self.conversation in text):
            super().relay(kind, text)

    @property
    def known(self) -> bool:
        return self.visitor > 0 and not self.closing

    def versions(self, version: int, public_version: int) -> dict[str, int]:
        return {self.conversation: public_version}

    def greet(self, versions: dict[str, int]) -> None:
        if self.hub.degraded:
            self.say("degraded")
        else:
            self.say("welcome", conversation=self.conversation or None, version=versions.get(self.conversation, 0))

    async def _listen_to(self, conversation: str | None) -> None:
        found = await in_thread(opened, self.visitor, conversation) if conversation else None
        if self.ticket and (found is None or found.ticket != self.ticket):
            self.hub.leave(self, [f"ticket.{self.ticket}.customer"])
        self.ticket, self.name = (found.ticket, found.name) if found else (0, "")
        self.conversation = conversation if found and conversation else ""
        current = {}
        if found:
            await self.hub.join(self, [f"ticket.{found.ticket}.customer"])
            # Only now: what came before is in this number, what comes after is heard.
            current = self.versions(*(await versions.ask(found.ticket) or NEVER))
        self.greet(current)
