"""What an event is, and who wants to hear of it. Knows no nouns of the helpdesk."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

_kinds: dict[str, type["DomainEvent"]] = {}
_durable: dict[type["DomainEvent"], dict[str, "Durable"]] = defaultdict(dict)
_live: dict[type["DomainEvent"], list[Callable]] = defaultdict(list)


@dataclass(frozen=True, kw_only=True)
class DomainEvent:
    """A thing that happened, named in the past tense. Fields are ids and plain JSON values, never texts of people."""

    name: ClassVar[str]

    def __init_subclass__(cls, *, name: str, **kwargs):
        super().__init_subclass__(**kwargs)
        # The name is stored in rows, so it must outlive renaming the class.
        cls.name = name
        _kinds[name] = cls

    @property
    def stream(self) -> str:
        """What the event belongs to, such as "ticket:12"; empty when it stands alone."""
        return ""

    def payload(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def restored(cls, payload: dict[str, Any]) -> Self:
        # Rows outlive fields: what a newer or older release wrote besides is passed over.
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in payload.items() if key in known})


@dataclass(frozen=True)
class Durable:
    """A handler that must run at least once, under the name that its rows carry."""

    name: str
    call: Callable
    ordered: bool


def kind_named(name: str) -> type[DomainEvent]:
    return _kinds[name]


def on(*kinds: type[DomainEvent], ordered: bool = False):
    """Call handler(event, row) in a worker, at least once, for each such event.

    `ordered` keeps the order of a stream for this handler; a failing event then holds back the later ones of its
    stream.
    """

    def register(handler):
        durable = Durable(f"{handler.__module__}.{handler.__qualname__}", handler, ordered)
        for kind in kinds:
            _durable[kind][durable.name] = durable
        return handler

    return register


def live(*kinds: type[DomainEvent]):
    """Call handler(event) right after commit, in this process, at most once."""

    def register(handler):
        for kind in kinds:
            if handler not in _live[kind]:
                _live[kind].append(handler)
        return handler

    return register


def durable_handlers(kind: type[DomainEvent]) -> dict[str, Durable]:
    return _durable.get(kind, {})


def live_handlers(kind: type[DomainEvent]) -> list[Callable]:
    return _live.get(kind, [])
