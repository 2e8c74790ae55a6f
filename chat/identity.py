"""Who a visitor is, as signed by the site's own server: a JWT, HS256, with `sub`, `iat`, `exp` and `aud`."""

from dataclasses import dataclass
from datetime import timedelta

import jwt

LONGEST_LIFE = timedelta(hours=1)
CLOCK_SKEW = timedelta(seconds=30)
LENGTHS = {"sub": 200, "name": 200, "email": 254, "phone": 32}


class NotProved(Exception):
    """The token is wrong, too old or not meant for this site; why is nobody's business outside."""


@dataclass(frozen=True, kw_only=True)
class Claims:
    """What the site's server vouches for."""

    sub: str
    name: str = ""
    email: str = ""
    phone: str = ""


def verified_claims(token: str, *, site) -> Claims:
    """The claims of a token signed with the site's secret. Raises NotProved for anything short of that.

    PyJWT compares the signature in constant time, and takes the algorithm from here, never from the token.
    """
    try:
        claims = jwt.decode(
            token,
            site.identity_secret,
            algorithms=["HS256"],
            audience=site.key,
            leeway=CLOCK_SKEW,
            options={"require": ["sub", "exp", "iat", "aud"], "strict_aud": True},
        )
        lifetime = float(claims["exp"]) - float(claims["iat"])
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise NotProved from error
    if not 0 < lifetime <= LONGEST_LIFE.total_seconds():
        raise NotProved
    return Claims(**{name: _text(claims, name, length) for name, length in LENGTHS.items()})


def _text(claims: dict, name: str, length: int) -> str:
    value = claims.get(name) or ""
    if not isinstance(value, str) or len(value) > length or "\x00" in value or not value.isprintable():
        raise NotProved
    if name == "sub" and not value.strip():
        raise NotProved
    return value.strip() if name != "sub" else value
