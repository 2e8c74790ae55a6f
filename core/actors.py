"""Who did it: an agent, a customer, a bot or the system. Users and customers answer to the same two names."""

from dataclasses import dataclass
from typing import Protocol

KINDS = ("agent", "customer", "bot", "system")


class ActsAs(Protocol):
    """What every `by=` must have."""

    @property
    def actor_kind(self) -> str: ...

    @property
    def pk(self) -> int | None: ...


@dataclass(frozen=True)
class Actor:
    """Somebody who acts and has no row of their own, or whose row is not at hand."""

    kind: str
    id: int | None = None
    name: str = ""

    @property
    def actor_kind(self) -> str:
        return self.kind

    @property
    def pk(self) -> int | None:
        return self.id


SYSTEM = Actor("system")
BOT = Actor("bot")
