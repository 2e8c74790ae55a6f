"""What an event is, and who wants to hear of it. Knows no nouns of the helpdesk."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

_kinds: dict[str, type["DomainEvent"]] = {}
_durable: dict[type["DomainEvent"], dict[str, "Durable"]] = defaultdict(dict)
_live: dict[type["DomainEvent"], list["Live"]] = defaultdict(list)


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
    when: Callable[[Any], Any] | None = None

    def concerns(self, event: DomainEvent) -> bool:
        return self.when is None or bool(self.when(event))


@dataclass(frozen=True)
class Live:
    """A handler that is told after the commit: of each event by itself, or of a list of them."""

    call: Callable
    together: bool

    def portions(self, events: list[DomainEvent]) -> list:
        return [events] if self.together else events


def kind_named(name: str) -> type[DomainEvent]:
    return _kinds[name]


def on(*kinds: type[DomainEvent], ordered: bool = False, when: Callable[[Any], Any] | None = None):
    """Call handler(event, row) in a worker, at least once, for each such event, or for those of which `when` is true.

    `ordered` keeps the order of a stream for this handler; a failing event then holds back the later ones of its
    stream.
    """

    def register(handler):
        durable = Durable(f"{handler.__module__}.{handler.__qualname__}", handler, ordered, when)
        for kind in kinds:
            _durable[kind][durable.name] = durable
        return handler

    return register


def live(*kinds: type[DomainEvent], together: bool = False):
    """Call handler(event) right after commit, in this process, at most once.

    With `together` it is handler(events): all of one kind that were recorded in one go, mostly one.
    """

    def register(handler):
        listener = Live(handler, together)
        for kind in kinds:
            if listener not in _live[kind]:
                _live[kind].append(listener)
        return handler

    return register


def durable_handlers(kind: type[DomainEvent]) -> dict[str, Durable]:
    return _durable.get(kind, {})


def live_handlers(kind: type[DomainEvent]) -> list[Live]:
    return _live.get(kind, [])
