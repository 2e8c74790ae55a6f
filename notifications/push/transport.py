"""What every carrier of pushes promises, and what an answer of any of them means to the state machine of sends."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import structlog

from core.sends import Send
from core.transports import Refused, Transport, TransportError, TryLater
from notifications.push.message import Push

logger = structlog.get_logger(__name__)

LONGEST_REST = 3600


class Dead(Exception):
    """Nobody is there any more. `because` is a word of `notifications.reasons`."""

    def __init__(self, because: str):
        super().__init__(because)
        self.because = because


class PushTransport(Transport):
    """Carries what `write` makes of a send that has a `device`. `write` may raise Refused.

    Nobody can be asked afterwards whether a push went out, so one whose answer was lost stays unclear: its receipt
    settles it, and the cascade goes on by its deadline.
    """

    name: str

    def __init__(self, write: Callable[[Send], Push]):
        self.write = write

    def prepare(self, send) -> Push:
        if send.device is None or send.device.dead_at:
            raise Refused("unregistered")
        return self.write(send)

    def send(self, send, prepared: Push) -> str:
        try:
            return self.carry(send.device.address, prepared)
        except Dead as dead:
            send.device.bury(dead.because)
            raise Refused(dead.because) from None

    def carry(self, address: str, push: Push) -> str:
        """The provider's id. Raises Dead, Refused or TryLater; any other error means that it may have gone out."""
        raise NotImplementedError


def verdict(provider: str, status: int, *, retry_after: str | None = None) -> TransportError:
    """What an answer that is not a yes means. What the provider wrote stays out: it may quote a token."""
    said = f"{provider}: {status}"
    if status in (401, 403):
        # Ours to mend, and nobody is told anything until then.
        logger.error("push_credentials_refused", provider=provider, status=status)
        return TryLater(said)
    if status in (408, 429) or status >= 500:
        return TryLater(said, retry_after=seconds_of(retry_after))
    return Refused(said)


def seconds_of(retry_after: str | None) -> float | None:
    """Retry-After as seconds or as a date; nothing that holds longer than an hour is believed."""
    if not retry_after:
        return None
    try:
        wait = float(retry_after) if retry_after.isdigit() else _until(retry_after)
    except (ValueError, OverflowError):
        return None
    return min(max(wait, 0), LONGEST_REST)


def _until(date: str) -> float:
    moment = parsedate_to_datetime(date)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - datetime.now(UTC).timestamp()
