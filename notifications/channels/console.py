import structlog
from django.conf import settings

from core.transports import Transport

logger = structlog.get_logger(__name__)


class Console(Transport):
    """A provider for the demo: it takes everything, tells the log that it did, and brings nothing anywhere."""

    can_find = True

    def send(self, send, prepared) -> str:
        logger.info("console_send", channel=send.channel, reference=str(send.reference))
        return f"console-{send.reference.hex}"

    def find(self, send) -> str | None:
        return f"console-{send.reference.hex}"


def console_is_on() -> bool:
    return bool(settings.CONSOLE_PROVIDERS)
