from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from core.transports import Transport

if TYPE_CHECKING:
    from notifications.models import Device, Notification, Step


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where one attempt goes. With a `refusal`, a word of `notifications.reasons`, it is noted and never sent."""

    target: str = ""
    device: "Device | None" = None
    address: str = ""
    provider: str = ""
    country: str = ""
    segments: int | None = None
    price: Decimal | None = None
    refusal: str = ""

    def columns(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if name != "refusal"}


class Channel:
    """One kind of way: `targets` inside the cascade’s transaction, where nothing is called; `transport` sends."""

    def targets(self, notification: "Notification") -> list[Target]:
        """Every place of this customer that the channel reaches; none is noted as such and the next step begins."""
        raise NotImplementedError

    def transport(self, step: "Step") -> Transport:
        raise NotImplementedError


_channels: dict[str, Channel] = {}
# What a test run tells ("bench:7") goes other ways than what is told to customers: notifications.bench.channels.
TEST, TESTED = "test:", "bench:"


def channel(name: str):
    """Register a channel's class under its name in `notifications.plans.CHANNELS`."""

    def register(cls: type[Channel]) -> type[Channel]:
        _channels[name] = cls()
        return cls

    return register


def of(name: str, *, source: str = "") -> Channel:
    return _channels[f"{TEST}{name}" if source.startswith(TESTED) else name]
