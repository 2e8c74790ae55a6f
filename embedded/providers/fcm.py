"""Firebase Cloud Messaging: the HTTP v1 call for one message, and the token endpoint that its credentials name.

It knows whom it gave a token, whether a message is one, and whose registrations are gone; its answers are those of the
real one, details and all.
"""

import json
import secrets
import uuid
from functools import cache
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from embedded.providers.server import Desk, Fault, Provider

PROJECT = "heron-bank"
# Whatever address they are sent to, Google's libraries sign for this one.
AUDIENCE = "https://oauth2.googleapis.com/token"
ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
MOST_BYTES = 4096


def refusal(code: int, status: str, message: str, error: str = "", violation: str = "") -> dict[str, Any]:
    words: dict[str, Any] = {"code": code, "message": message, "status": status}
    if error:
        words["details"] = [{"@type": ERROR, "errorCode": error}]
    if violation:
        found = [{"field": violation, "description": message}]
        words["details"] = [{"@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": found}]
    return {"error": words}


ANSWERS: dict[str, dict | str] = {
    "invalid field": refusal(
        400,
        "INVALID_ARGUMENT",
        "Invalid value at 'message.data[0].value' (TYPE_STRING), 12",
        violation="message.data[0].value",
    ),
    "invalid token": refusal(
        400, "INVALID_ARGUMENT", "The registration token is not a valid FCM registration token", "INVALID_ARGUMENT"
    ),
    "too big": refusal(400, "INVALID_ARGUMENT", "Message is too big", "INVALID_ARGUMENT"),
    "bad oauth": refusal(401, "UNAUTHENTICATED", "Request had invalid authentication credentials."),
    "third party auth": refusal(
        401, "UNAUTHENTICATED", "Auth error from APNS or Web Push Service", "THIRD_PARTY_AUTH_ERROR"
    ),
    "sender mismatch": refusal(403, "PERMISSION_DENIED", "SenderId mismatch", "SENDER_ID_MISMATCH"),
    "unregistered": refusal(404, "NOT_FOUND", "Requested entity was not found.", "UNREGISTERED"),
    "quota": refusal(429, "RESOURCE_EXHAUSTED", "Quota exceeded", "QUOTA_EXCEEDED"),
    "internal": refusal(500, "INTERNAL", "Internal error encountered.", "INTERNAL"),
    "bad gateway": "<html><title>502</title></html>",
    "unavailable": refusal(503, "UNAVAILABLE", "The service is currently unavailable.", "UNAVAILABLE"),
}
STATUS = {"bad gateway": 502} | {name: words["error"]["code"] for name, words in ANSWERS.items() if type(words) is dict}

# Beside `Fault("...", STATUS[...])` of each answer above: what happens to the connection.
LOST = Fault("accepted, and the answer lost", accepts=True)
RESET = Fault("reset")


def fault(name: str, *, after: float = 0, **headers: str) -> Fault:
    """One of the answers above; `Retry_After="7"` becomes a header."""
    given = {header.replace("_", "-"): value for header, value in headers.items()}
    return Fault(name, STATUS[name], after=after, headers=given)


class FcmDesk(Desk):
    server: "Fcm"

    def do_POST(self) -> None:
        if self.path == "/token":
            return self._give_token()
        if self.path == f"/v1/projects/{PROJECT}/messages:send":
            return self._take_message()
        return self.answer(404, refusal(404, "NOT_FOUND", "Requested entity was not found."))

    def words_of(self, fault: Fault) -> dict | str:
        return ANSWERS.get(fault.name, {"error": {"message": fault.name}})

    def _give_token(self) -> None:
        if given := self.server.token_fault:
            return self.suffer(given)
        fields = dict(pair.split("=", 1) for pair in self.body.decode().split("&"))
        try:
            jwt.decode(fields["assertion"], _key().public_key(), algorithms=["RS256"], audience=AUDIENCE)
        except (KeyError, jwt.PyJWTError):
            return self.answer(400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."})
        token = secrets.token_urlsafe(24)
        self.server.tokens.add(token)
        return self.answer(200, {"access_token": token, "expires_in": 3599, "token_type": "Bearer"})

    def _take_message(self) -> None:
        asked = self.body
        if self.headers.get("Authorization", "").removeprefix("Bearer ") not in self.server.tokens:
            return self._refuse("bad oauth")
        message = json.loads(asked)["message"]
        if wrong := self.server.wrong_with(message, len(asked)):
            return self._refuse(wrong)
        given = self.choose_fault(message["token"])
        name = f"projects/{PROJECT}/messages/{uuid.uuid4().hex}"
        if given is None or given.accepts:
            self.server.take({"target": message["token"], "id": name, **message})
        if given is None:
            return self.answer(200, {"name": name})
        return self.suffer(given)

    def _refuse(self, name: str) -> None:
        self.answer(STATUS[name], ANSWERS[name])


class Fcm(Provider):
    """`unregistered` holds the registrations that are gone."""

    desk = FcmDesk

    def __init__(self, port: int = 0):
        super().__init__(port)
        self.tokens: set[str] = set()
        self.unregistered: set[str] = set()
        self.token_fault: Fault | None = None

    def wrong_with(self, message: dict[str, Any], size: int) -> str:
        if not all(isinstance(value, str) for value in message.get("data", {}).values()):
            return "invalid field"
        if size > MOST_BYTES:
            return "too big"
        if " " in message["token"]:
            return "invalid token"
        return "unregistered" if message["token"] in self.unregistered else ""

    @property
    def credentials(self) -> dict[str, str]:
        """A service account, as the console of Firebase hands it out, but that its tokens come from here."""
        return {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": "1",
            "private_key": _private_key(),
            "client_email": f"push@{PROJECT}.iam.gserviceaccount.com",
            "client_id": "1",
            "token_uri": f"{self.url}/token",
        }


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def _private_key() -> str:
    return (
        _key()
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )
