"""What a page shows its customer, sent along with his question; whether the site's own server signed it.

The signature is a JWT, HS256, with the site's identity secret. It carries the card itself as the claim `card`, so
nobody has to agree on how JSON is written. Its audience is no identity token's: neither can stand in for the other.
"""

from typing import Any

import jwt

from chat.identity import CLOCK_SKEW, LONGEST_LIFE
from chat.models import Site, Visitor
from customers.models import Identity
from tickets.models.card import Shown
from tickets.models.page_visit import bare_address

PARTS = ("type", "id", "title", "fields", "url")


def shown_card(card: dict | None, *, site: Site, visitor: Visitor) -> Shown | None:
    """The card as it is kept. Signed wrongly, too long ago or for somebody else, it is the customer's word alone."""
    if card is None:
        return None
    return Shown(
        type=card["type"],
        id=card["id"],
        title=card["title"],
        fields=tuple((field["label"], field["value"]) for field in card["fields"] or []),
        url=bare_address(card["url"] or "", keep=site.page_parameters),
        verified=is_signed(card, site=site, visitor=visitor),
        source=site.key,
    )


def is_signed(card: dict, *, site: Site, visitor: Visitor) -> bool:
    claims = claims_of(card["signature"] or "", site=site)
    if claims is None or not _is_of(visitor, claims.get("sub"), site=site):
        return False
    signed = claims.get("card")
    return isinstance(signed, dict) and _essence(signed) == _essence(card)


def claims_of(signature: str, *, site: Site) -> dict[str, Any] | None:
    try:
        claims = jwt.decode(
            signature,
            site.identity_secret,
            algorithms=["HS256"],
            audience=audience_of(site),
            leeway=CLOCK_SKEW,
            options={"require": ["exp", "iat", "aud"], "strict_aud": True, "verify_sub": False},
        )
        lifetime = float(claims["exp"]) - float(claims["iat"])
    except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError):
        return None
    return claims if 0 < lifetime <= LONGEST_LIFE.total_seconds() else None


def audience_of(site: Site) -> str:
    return f"{site.key}:card"


def subject_of(customer, site: Site) -> str:
    """The customer's id in the site's own system, if that system has vouched for it."""
    proved = Identity.objects.verified().filter(customer=customer, kind="widget", value__startswith=f"{site.key}:")
    return (proved.values_list("value", flat=True).first() or "").removeprefix(f"{site.key}:")


def _is_of(visitor: Visitor, sub, *, site: Site) -> bool:
    """A card that names its customer is nobody else's; one that names nobody is whoever's page showed it."""
    if sub is None:
        return True
    return isinstance(sub, str) and visitor.verified and sub == subject_of(visitor.customer, site)


def _essence(card: dict) -> list:
    """An empty part may be left out, on either side."""
    return [card.get(part) or None for part in PARTS]
