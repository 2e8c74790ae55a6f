"""What messengers hear, told to whoever listens above: `@hears(Status)`, in the transaction that processes it.

A listener answers whether it knew what that is about; called again with the same, it must change nothing.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

_listeners: dict[type, list[Callable]] = defaultdict(list)


class Fate(StrEnum):
    TAKEN = "taken"
    DELIVERED = "delivered"
    FAILED = "failed"


class Wish(StrEnum):
    STOP = "stop"
    START = "start"
    HELP = "help"


@dataclass(frozen=True, kw_only=True)
class Status:
    """What became of something of ours: by our reference where it came back, else by the provider's id."""

    reference: str
    provider_id: str
    fate: Fate
    # A word of ours, or the provider's own code; never a text or an address.
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Wished:
    """Somebody wrote no more than a word that every sender must obey."""

    channel: str
    sender: str
    wish: Wish


def hears(kind: type):
    def register(listener: Callable) -> Callable:
        _listeners[kind].append(listener)
        return listener

    return register


def tell(heard: Status | Wished) -> bool:
    """Whether anybody knew what it is about."""
    return any([listener(heard) for listener in _listeners[type(heard)]])
