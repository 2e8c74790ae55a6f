import structlog
from django.conf import settings

from core.transports import Transport
from notifications.channels.absent import Absent

CONSOLE = "console"

logger = structlog.get_logger(__name__)


class Console(Transport):
    """A provider for the demo: it takes everything, tells the log that it did, and brings nothing anywhere."""

    can_find = True

    def send(self, send, prepared) -> str:
        logger.info("console_send", channel=send.channel, reference=str(send.reference))
        return f"console-{send.reference.hex}"

    def find(self, send) -> str | None:
        return f"console-{send.reference.hex}"


def provider_of(own: str, *, set_up: bool) -> str:
    """Who carries it: the channel's own provider, the console in its place, or "" for nobody."""
    if set_up:
        return own
    return CONSOLE if settings.CONSOLE_PROVIDERS else ""


def stand_in() -> Transport:
    """For a provider that is not set up, or is no longer since the step began."""
    return Console() if settings.CONSOLE_PROVIDERS else Absent()
