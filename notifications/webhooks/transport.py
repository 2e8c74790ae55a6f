from functools import cache
from http import HTTPStatus

from core import outgoing
from core.actors import SYSTEM
from core.transports import Refused, Transport, TryLater
from notifications.models import WebhookDelivery
from notifications.webhooks.signing import headers_of

SECONDS = 9
THREADS = 4
LONGEST_ANSWER = 64 * 1024
# Of `core.outgoing`: what another try will not mend.
HOPELESS = {"bad_address", "private"}


@cache
def _places() -> outgoing.Places:
    """One for each thread of the lane, and two for receivers that are no longer waited for but still hold theirs."""
    return outgoing.Places(THREADS + 2)


class WebhookTransport(Transport):
    """One POST. Any answer but 2xx is tried again: the receiver knows by `webhook-id` what it has had."""

    # Whoever was killed in the call: it is not asked for but sent again.
    can_find = True

    def find(self, send) -> None:
        return None

    def send(self, send, prepared) -> str:
        try:
            answer = _places().post(
                send.endpoint.url,
                send.body.encode(),
                headers=headers_of(send),
                seconds=SECONDS,
                longest=LONGEST_ANSWER,
            )
        except outgoing.Unreachable as error:
            self._give_up(send, error.code)
        else:
            self._judge(send, answer.status)
        return ""

    def _judge(self, send: WebhookDelivery, status: int) -> None:
        WebhookDelivery.objects.filter(pk=send.pk).update(answered=status)
        if status == HTTPStatus.GONE:
            send.endpoint.deactivate(by=SYSTEM, because="gone")
            raise Refused("gone")
        if not 200 <= status < 300:
            send.endpoint.rest()
            raise TryLater("refused")

    def _give_up(self, send: WebhookDelivery, code: str) -> None:
        if code in HOPELESS:
            raise Refused(code)
        # All lines of this process are in use: nobody's fault, and no reason for a rest.
        if code != "busy":
            send.endpoint.rest()
        raise TryLater(code, retry_after=1 if code == "busy" else None)
