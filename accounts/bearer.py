"""Who calls the REST API: a token in the header, and nothing else that a request may carry."""

import time

from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from accounts.models import ApiToken
from accounts.models.api_token import PREFIX, digest_of
from core.limits import Limit
from core.rest import Problem

# A revoked token is let in for so long at most.
KEEP_SECONDS = 3
MOST_KEPT = 500
RATE = Limit("api", "500/s", block=20)


class Keyring:
    """The tokens in use, kept in the process for a few seconds: each request needs one."""

    def __init__(self):
        self._known: dict[str, tuple[float, ApiToken]] = {}

    def token(self, secret: str) -> ApiToken | None:
        digest, now = digest_of(secret), time.monotonic()
        read_at, token = self._known.get(digest, (float("-inf"), None))
        if token is None or now - read_at > KEEP_SECONDS:
            token = self._read(digest, now)
        return None if token is None or token.has_expired else token

    def forget(self) -> None:
        self._known = {}

    def _read(self, digest: str, now: float) -> ApiToken | None:
        token = ApiToken.objects.usable().filter(digest=digest).first()
        if token is None:
            self._known.pop(digest, None)
            return None
        if len(self._known) >= MOST_KEPT:
            self._known = {}
        self._known[digest] = now, token
        token.touch()
        return token


keyring = Keyring()


class Bearer(HttpBearer):
    """Cookies count for nothing here, so no page of a stranger can make a browser ask in somebody's name."""

    def __call__(self, request) -> ApiToken | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        return self.authenticate(request, secret) if scheme.lower() == "bearer" else None

    def authenticate(self, request, token: str) -> ApiToken | None:
        known = keyring.token(token) if token.startswith(PREFIX) else None
        if known and (seconds := RATE.hit(known.pk)):
            raise Problem("too_often", headers={"Retry-After": str(seconds)})
        return known


def needs(request, scope: str) -> None:
    if scope not in request.auth.scopes:
        sentence = _("This token does not have the scope “%(scope)s”. An admin can make one that has it.")
        raise Problem("not_allowed", sentence % {"scope": scope})
