"""The widget's form for whoever would like an offer: in which words he agrees to adverts, and how it is taken."""

import hashlib
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from chat.looking import may_be_seen
from chat.models import Lead, Site, Visitor
from chat.models.lead import REACHED_BY
from customers.normalising import normalised
from tickets.models.page_visit import bare_address

LONGEST = {"name": 200, "email": 254, "phone": 32, "wish": 2000}
AGREEMENT = _("I agree that %(site)s tells me of its offers by e-mail, SMS, push or phone. I can refuse at any time.")
TOO_LONG = _("This is longer than %(longest)s characters.")
REACHED = _("Say how we can reach you.")
REWORDED = _("The wording has changed meanwhile. Read it once more.")


@dataclass(frozen=True)
class Agreement:
    """What somebody agrees to. Another wording is another version."""

    text: str

    @property
    def version(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


def agreement(site: Site, language: str) -> Agreement:
    """The site's own words, or ours."""
    with translation.override(language):
        return Agreement(site.text("adverts", language) or str(AGREEMENT) % {"site": site.name})


def take(
    visitor: Visitor,
    site: Site,
    *,
    client_id: uuid.UUID,
    told: dict[str, str],
    source: str,
    page: dict | None,
    agreed_to: str,
    before_new: Callable[[], None],
) -> tuple[Lead, bool]:
    """The lead, and whether it is new. Raises ValidationError with a sentence for each field.

    `before_new` is called before a row is made, and may refuse.
    """
    if known := Lead.objects.filter(site=site, client_id=client_id).first():
        return known, False
    clean, agreed = cleaned(told), _agreed(site, agreed_to)
    before_new()
    url = page["url"] if page and may_be_seen(visitor) else ""
    return Lead.take(
        site=site,
        client_id=client_id,
        # Who came by a link into one conversation may sit at anybody's machine.
        customer=None if visitor.only_ticket_id else visitor.customer,
        visitor=visitor,
        vouched=visitor.verified,
        source=" ".join(source.split()),
        page_url=bare_address(url, keep=site.page_parameters),
        language=site.language_for(translation.get_language() or ""),
        agreed=(agreed.version, agreed.text) if agreed else None,
        **clean,
    )


def cleaned(told: dict[str, str]) -> dict[str, str]:
    clean, wrong = {}, {}
    for name, longest in LONGEST.items():
        try:
            clean[name] = _checked(name, told.get(name, "").strip(), longest)
        except ValidationError as error:
            wrong[name] = error.messages[0]
    if not wrong and not any(clean[kind] for kind in REACHED_BY):
        wrong["email"] = str(REACHED)
    if wrong:
        raise ValidationError(wrong)
    return clean


def _checked(name: str, value: str, longest: int) -> str:
    if len(value) > longest:
        raise ValidationError(TOO_LONG, params={"longest": longest})
    if name in REACHED_BY:
        return normalised(name, value) if value else ""
    return value if name == "wish" else " ".join(value.split())


def _agreed(site: Site, version: str) -> Agreement | None:
    """What was read and agreed to, if we still say it so."""
    if not version:
        return None
    wordings = [agreement(site, language) for language in {site.language, *site.languages}]
    found = next((each for each in wordings if each.version == version), None)
    if found is None:
        raise ValidationError({"agreement": str(REWORDED)})
    return found
