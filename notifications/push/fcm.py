"""Firebase Cloud Messaging, HTTP v1, by its own SDK: Android, iOS and web apps that registered there.

https://firebase.google.com/docs/cloud-messaging/error-codes

The message is data alone on Android and the web: the system would show a ready-made one by itself, and nobody could
send the receipt. iOS gets an alert that the app may change (mutable-content): that wakes its extension, which sends it.
"""

import json
import threading
from datetime import timedelta
from functools import cache, partial

import firebase_admin
import google.auth.transport.requests
import requests
from django.conf import settings
from firebase_admin import credentials, exceptions, messaging
from google.auth.exceptions import GoogleAuthError
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NewConnectionError

from core.transports import TryLater
from notifications.push.message import Push
from notifications.push.transport import Dead, PushTransport, verdict

BASE = "https://fcm.googleapis.com"
# To connect, and to answer: ten seconds together.
PATIENCE = (3, 6)
TOKEN_PATIENCE = 3
# Where the quota is used up and no time is named, the documentation names this one.
REST = 60

_lock = threading.Lock()


class Fcm(PushTransport):
    name = "fcm"

    def __init__(self, write, *, account: dict | None = None, url: str = ""):
        """The account of the settings, unless another is given."""
        super().__init__(write)
        self.account, self.url = account or settings.FIREBASE_CREDENTIALS, url or settings.FCM_URL

    @property
    def app(self) -> firebase_admin.App:
        with _lock:
            return _made(json.dumps(self.account, sort_keys=True), self.url)

    def prepare(self, send) -> Push:
        push = super().prepare(send)
        # Without a token of ours nothing leaves: better found out before than in the middle of the call.
        _sign_in(self.app)
        return push

    def carry(self, address: str, push: Push) -> str:
        try:
            name = messaging.send(_message(address, push), app=self.app)
        except messaging.UnregisteredError:
            raise Dead("unregistered") from None
        except messaging.SenderIdMismatchError:
            raise Dead("wrong_sender") from None
        except exceptions.FirebaseError as error:
            raise _meaning(error) from None
        except GoogleAuthError:
            # The message was refused for its token, and no other token is to be had.
            raise TryLater("fcm: no access token") from None
        except (AttributeError, TypeError) as error:
            raise _refusal_behind(error) from None
        if not isinstance(name, str) or not name:
            # It may have gone out all the same.
            raise ValueError("an answer without a name for the message")
        return name


def _refusal_behind(error: Exception) -> Exception:
    """The SDK stumbles over an error's body that is no object of Google's: what it was reading has a status."""
    response = getattr(error.__context__, "response", None)
    return error if response is None else verdict("fcm", response.status_code)


def _meaning(error: exceptions.FirebaseError) -> Exception:
    response = error.http_response
    if response is None or response.ok:
        return error if _may_have_left(error.cause) else TryLater("fcm: no connection")
    # A 404 without UNREGISTERED is a project that does not exist: that says nothing of this device, and of all alike.
    if response.status_code == 400 and "registration token" in str(error).lower():
        return Dead("invalid_token")
    rest = response.headers.get("Retry-After") or (str(REST) if response.status_code == 429 else None)
    return verdict("fcm", response.status_code, retry_after=rest)


def _may_have_left(error: Exception | None) -> bool:
    """False where no connection came about. A broken TLS counts as none: at worst the same tag is shown twice."""
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.SSLError):
        return False
    reason = getattr(error.args[0], "reason", None) if error and error.args else None
    return not isinstance(reason, NewConnectionError)


def _message(token: str, push: Push) -> messaging.Message:
    alert = messaging.ApsAlert(title=push.data["title"], body=push.data["body"] or None)
    aps = messaging.Aps(alert=alert, mutable_content=True, sound="default", thread_id=push.tag)
    # No collapse key on Android: it keeps four of them for each device, and what has a fifth is dropped.
    return messaging.Message(
        token=token,
        data=push.data,
        android=messaging.AndroidConfig(
            priority="high" if push.is_urgent else "normal", ttl=timedelta(seconds=push.seconds)
        ),
        apns=messaging.APNSConfig(
            headers={
                "apns-priority": "10" if push.is_urgent else "5",
                "apns-expiration": str(push.expires),
                "apns-collapse-id": push.tag,
            },
            payload=messaging.APNSPayload(aps=aps),
        ),
        webpush=messaging.WebpushConfig(
            headers={"TTL": str(push.seconds), "Urgency": "high" if push.is_urgent else "normal"}
        ),
    )


class OneTry(HTTPAdapter):
    """Instead of the SDK's own, which repeats what failed; to where `FCM_URL` says."""

    def __init__(self, base: str):
        super().__init__(pool_maxsize=32, max_retries=0)
        self.base = base.rstrip("/")

    def send(self, request, **options):
        request.url = request.url.replace(BASE, self.base, 1)
        return super().send(request, **options | {"timeout": PATIENCE})


@cache
def _made(account: str, url: str) -> firebase_admin.App:
    certificate = credentials.Certificate(json.loads(account))
    app = firebase_admin.initialize_app(certificate, name=f"helpdesk-{len(firebase_admin._apps)}")
    # The SDK knows neither a setting for its address nor one against repeating.
    messaging._get_messaging_service(app)._client.session.mount(BASE, OneTry(url))
    return app


def _sign_in(app: firebase_admin.App) -> None:
    """An access token for the next hour, unless we have one: fetched by one thread, the others wait for it."""
    credential = app.credential.get_credential()
    with _lock:
        if credential.valid:
            return
        try:
            credential.refresh(partial(google.auth.transport.requests.Request(), timeout=TOKEN_PATIENCE))
        except GoogleAuthError:
            verdict("fcm", 401)
            raise TryLater("fcm: no access token") from None
