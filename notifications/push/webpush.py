"""Web Push (RFC 8030) with VAPID by pywebpush: browsers that need no Firebase. Payloads are encrypted for the browser.

The address of a subscription is whatever a browser told us, so the call goes the way of all addresses that somebody
typed in: never into our own network, ten seconds in all, no redirects.
"""

import json

import requests
from pywebpush import WebPushException, webpush

from core import outgoing
from core.transports import Refused, TryLater
from notifications.push import keys
from notifications.push.message import Push
from notifications.push.transport import Dead, PushTransport, verdict

SECONDS = 10
LONGEST_ANSWER = 64 * 1024
GONE = (404, 410)
# As many as threads of one worker send: nobody waits for a place.
_places = outgoing.Places(16)


class WebPush(PushTransport):
    name = "webpush"

    def carry(self, address: str, push: Push) -> str:
        try:
            response = webpush(
                json.loads(address),
                json.dumps(push.data, ensure_ascii=False),
                vapid_private_key=keys.vapid(),
                vapid_claims={"sub": keys.subject()},
                ttl=push.seconds,
                # A topic is no longer than 32 signs; while the browser is away, the same one is kept once.
                headers={"Urgency": "high" if push.is_urgent else "low", "Topic": push.tag.replace("-", "")[:32]},
                requests_session=_Careful(),
            )
        except outgoing.Unreachable as failure:
            raise _meaning(failure) from None
        except WebPushException as error:
            raise _verdict(error) from None
        return response.headers.get("Location", "")[-200:]


class _Careful(requests.Session):
    """What pywebpush posts with."""

    def post(self, url, data=None, json=None, **options) -> requests.Response:
        answer = _places.post(url, data, headers=options["headers"], seconds=SECONDS, longest=LONGEST_ANSWER)
        response = requests.Response()
        response.status_code, response._content = answer.status, answer.body
        response.headers.update(answer.headers)
        return response


def _meaning(failure: outgoing.Unreachable) -> Exception:
    if failure.sent:
        return failure
    if failure.code in ("bad_address", "private"):
        return Refused(f"webpush: {failure.code}")
    return TryLater(f"webpush: {failure.code}", retry_after=1 if failure.code == "busy" else None)


def _verdict(error: WebPushException) -> Exception:
    if error.response is None:
        # Keys that are none: it never left.
        return Dead("invalid_token")
    if error.status_code in GONE:
        return Dead("unregistered")
    return verdict("webpush", error.status_code or 0, retry_after=error.retry_after)
