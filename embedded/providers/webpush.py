"""A push service of browsers (RFC 8030): it checks who sends (VAPID, RFC 8292) and, unlike a real one, reads what is
sent (aes128gcm, RFC 8291), since it holds the keys of the subscriptions it gave out.
"""

import json
import re
import secrets
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

import http_ece
import jwt
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from embedded.providers.server import Desk, Fault, Provider

MOST_BYTES = 4096
LONGEST_LIFE = 24 * 3600
VAPID = re.compile(r"vapid t=([\w.-]+),\s*k=([\w-]+)")
TOPIC = re.compile(r"[\w-]{1,32}")

LOST = Fault("accepted, and the answer lost", accepts=True)
RESET = Fault("reset")


def fault(status: int, *, after: float = 0, **headers: str) -> Fault:
    given = {header.replace("_", "-"): value for header, value in headers.items()}
    return Fault(str(status), status, after=after, headers=given)


@dataclass
class Subscription:
    """What a browser gets from its push service, and what it keeps to itself."""

    id: str
    endpoint: str
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    auth: bytes = field(default_factory=lambda: secrets.token_bytes(16))

    @property
    def words(self) -> dict[str, Any]:
        return {
            "endpoint": self.endpoint,
            "expirationTime": None,
            "keys": {"p256dh": _written(_point(self.private.public_key())), "auth": _written(self.auth)},
        }


class WebPushDesk(Desk):
    server: "WebPush"

    def do_POST(self) -> None:
        subscription = self.server.subscriptions.get(self.path.rpartition("/")[2])
        body = self.body
        if subscription is None:
            return self.answer(404, "no such subscription")
        if subscription.id in self.server.gone:
            return self.answer(410, "gone")
        if wrong := self._wrong(len(body)):
            return self.answer(*wrong)
        try:
            words = http_ece.decrypt(
                body, private_key=subscription.private, auth_secret=subscription.auth, version="aes128gcm"
            )
        except (http_ece.ECEException, InvalidTag, ValueError):
            return self.answer(400, "cannot be read")
        return self._take(subscription, json.loads(words))

    def _wrong(self, size: int) -> tuple[int, str] | None:
        if not self._is_signed():
            return 403, "the credentials do not fit"
        if not (self.headers.get("TTL") or "").isdigit():
            return 400, "a TTL is needed"
        if not TOPIC.fullmatch(self.headers.get("Topic", "a")):
            return 400, "no topic"
        if self.headers.get("Content-Encoding") != "aes128gcm":
            return 415, "unknown encoding"
        return (413, "too large") if size > MOST_BYTES else None

    def _is_signed(self) -> bool:
        match = VAPID.fullmatch(self.headers.get("Authorization", ""))
        if not match:
            return False
        try:
            key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _read(match[2]))
            claims = jwt.decode(match[1], key, algorithms=["ES256"], audience=self.server.url)
        except (ValueError, jwt.PyJWTError):
            return False
        soon = claims.get("exp", 0) <= time.time() + LONGEST_LIFE
        return soon and claims.get("sub", "").startswith(("mailto:", "https://"))

    def _take(self, subscription: Subscription, payload: dict[str, Any]) -> None:
        given = self.choose_fault(subscription.id)
        message = secrets.token_urlsafe(12)
        if given is None or given.accepts:
            named = {name: self.headers.get(name) for name in ("TTL", "Urgency", "Topic")}
            self.server.take({"target": subscription.id, "id": message, "payload": payload, "headers": named})
        if given is None:
            return self.answer(201, "", headers={"Location": f"{self.server.url}/message/{message}"})
        return self.suffer(given)


class WebPush(Provider):
    """`gone` holds the ids of subscriptions that somebody has ended."""

    desk = WebPushDesk

    def __init__(self, port: int = 0):
        super().__init__(port)
        self.subscriptions: dict[str, Subscription] = {}
        self.gone: set[str] = set()

    def subscribe(self) -> Subscription:
        name = secrets.token_urlsafe(12)
        made = self.subscriptions[name] = Subscription(name, f"{self.url}/push/{name}")
        return made


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def _written(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _read(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
