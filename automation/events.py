from dataclasses import dataclass

from core.events.kinds import DomainEvent


@dataclass(frozen=True, kw_only=True)
class MacroRun(DomainEvent, name="macro.run"):
    """`steps` are the kinds of what was done, in their order."""

    macro_id: int
    ticket_id: int
    steps: list[str]

    @property
    def stream(self) -> str:
        return f"ticket:{self.ticket_id}"
