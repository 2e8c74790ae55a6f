"""How a send leaves us: what a transport of any kind promises to the state machine."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from core.sends import Send


class TransportError(Exception):
    """What went wrong, in words of ours: no content, no address, no secret."""


class Refused(TransportError):
    """A final no: 4xx but 408 and 429."""


class TryLater(TransportError):
    """A passing fault, certain not to have sent: 408, 429, 5xx, a refused connection."""

    def __init__(self, message: str, *, retry_after: float | None = None):
        super().__init__(message)
        self.retry_after = retry_after


class Transport:
    """The far side. Any error of `send` but the two above means: it may have gone out."""

    # Whether `find` can be asked at all.
    can_find = False

    def prepare(self, send: "Send") -> Any:
        """Build what will be sent, while nothing has left yet."""

    def send(self, send: "Send", prepared: Any) -> str:
        """Send once, within 10 s altogether and without retries; return the provider's id."""
        raise NotImplementedError

    def find(self, send: "Send") -> str | None:
        """Ask by number, time and send.reference; the provider's id, or None when it knows nothing of it."""
        raise NotImplementedError
