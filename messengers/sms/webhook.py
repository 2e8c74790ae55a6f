"""What Twilio tells us: statuses of messages we sent, and texts of customers.

https://www.twilio.com/docs/usage/webhooks/webhooks-security and
https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
"""

from hashlib import sha256
from urllib.parse import parse_qs

from django.conf import settings
from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

from core.shielding import shielded
from messengers.hearing import Fate, Status, Wished, tell
from messengers.models.raw_event import Incoming, RawEvent
from messengers.sms.errors import word_for
from messengers.sms.wishes import wish_in

FATES = {
    "delivered": Fate.DELIVERED,
    "read": Fate.DELIVERED,
    "failed": Fate.FAILED,
    "undelivered": Fate.FAILED,
    "canceled": Fate.FAILED,
}
# Said of texts of customers.
RECEIVED = {"received", "receiving"}
LONGEST = 100


class Unclaimed(Exception):
    """A status came before the answer that told us its id: it waits."""


def is_genuine(request, messenger) -> bool:
    """By either signature of Twilio's: SHA-1 with the account's token, SHA-256 with a key made for webhooks."""
    url = settings.PUBLIC_URL + request.get_full_path()
    try:
        body = _text(request) if "bodySHA256" in request.GET else _posted(request)
    except ValueError:
        return False
    signature = request.headers.get(SIGNATURE_HEADER, "")
    algorithm = get_signature_algorithm(request.headers.get(SIGNATURE_SETTINGS_HEADER))
    keys = [messenger.secrets.get(name) for name in ("auth_token", "webhook_key")]
    return any(key and RequestValidator(key).validate(url, body, signature, algorithm) for key in keys)


def incoming(request) -> list[Incoming]:
    told = {name: values[-1] for name, values in _posted(request).items()}
    if "Body" in told:
        told["Body"] = shielded(told["Body"]).text
    sid, status = _sid(told) or sha256(request.body).hexdigest(), _status(told)
    return [Incoming(f"{sid}:{status}" if status else sid, {"told": told, "reference": request.GET.get("ref", "")})]


def process(event: RawEvent) -> str:
    told = event.content["told"]
    if _status(told):
        return _hear_status(told, event.content["reference"])
    if wish := wish_in(told.get("Body", "")):
        tell(Wished(channel="sms", sender=told.get("From", ""), wish=wish))
        return RawEvent.Outcome.WISH
    return RawEvent.Outcome.KEPT


def _hear_status(told: dict[str, str], reference: str) -> str:
    fate = FATES.get(_status(told), Fate.TAKEN)
    reason = word_for(told.get("ErrorCode", "")) if fate == Fate.FAILED else ""
    status = Status(reference=reference, provider_id=_sid(told), fate=fate, reason=reason)
    if not tell(status) and not reference:
        raise Unclaimed
    return RawEvent.Outcome.STATUS


def _sid(told: dict[str, str]) -> str:
    """Both may stand there, and the older name alone; no column takes one that is longer or holds a null."""
    return (told.get("MessageSid") or told.get("SmsSid") or "").replace("\0", "")[:LONGEST]


def _status(told: dict[str, str]) -> str:
    """Of a text that came in, the older name says that it was received."""
    status = (told.get("MessageStatus") or told.get("SmsStatus") or "").lower()
    return "" if status in RECEIVED else status


def _posted(request) -> dict[str, list[str]]:
    """From the raw body alone, with everything in it: what was not signed cannot come in."""
    return _Posted(parse_qs(_text(request), keep_blank_values=True, max_num_fields=200))


class _Posted(dict):
    def getlist(self, name: str) -> list[str]:
        """As the validator asks for all values of a name."""
        return self[name]


def _text(request) -> str:
    return request.body.decode("utf-8", errors="replace")
