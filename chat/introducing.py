"""What a customer is asked before the first word, and what becomes of the answers."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from chat.models import Site, Visitor
from customers.models import Customer
from customers.normalising import normalised

LONGEST = {"name": 200, "email": 254, "phone": 32, "department": 20, "question": 200}
LABELS = {
    "name": _("Your name"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "department": _("Who should answer?"),
    "question": _("What is it about?"),
}
NEEDED = _("Fill this in.")
OFFERED = _("Choose one of the list.")


def questions_for(visitor: Visitor, site: Site) -> list[dict]:
    """The questions still open, in order. What is known of a customer, or was told already, is not asked again."""
    if visitor.introduction or not site.questions:
        return []
    known = _known(visitor)
    return [_question(site, name) for name in LABELS if name not in known and is_asked(site, name)]


def is_asked(site: Site, name: str) -> bool:
    if name == "department" and len(site.offered) < 2:
        return False
    return ask(site, name) in ("optional", "required")


def ask(site: Site, name: str) -> str:
    return (site.questions.get(name) or {}).get("ask", "")


def introduced(site: Site, told: dict[str, str]) -> dict[str, str]:
    """The answers as they are kept. Raises ValidationError with a sentence for each field that needs another look."""
    clean, wrong = {}, {}
    for name in (name for name in LABELS if is_asked(site, name)):
        try:
            clean[name] = _checked(site, name, told.get(name, "").strip())
        except ValidationError as error:
            wrong[name] = error.messages[0]
    if wrong:
        raise ValidationError(wrong)
    return {name: value for name, value in clean.items() if value}


@transaction.atomic
def become_known(visitor: Visitor, customer: Customer, *, asked_name: bool) -> None:
    """The introduction is written into the customer's card; nothing of it is proved."""
    told = visitor.introduction
    if told.get("name") and not customer.name:
        customer.rename(told["name"], by=customer)
    if told and asked_name:
        # Told or passed over, nobody asks for it a second time.
        customer.answer_name(told.get("name", ""), by=customer)
    for kind in ("email", "phone"):
        if told.get(kind):
            customer.identify(kind, told[kind], by=customer)


def asked_department(visitor: Visitor, site: Site):
    """The one the customer chose, if it is still offered."""
    chosen = visitor.introduction.get("department")
    offered = site.offered if chosen else []
    return next((one for one in offered if str(one.pk) == chosen), None)


def chosen_department(visitor: Visitor, site: Site):
    """That one, else the site's own."""
    return asked_department(visitor, site) or site.department


def _question(site: Site, name: str) -> dict:
    asked = site.questions[name]
    options = [{"value": str(one.pk), "label": one.name} for one in site.offered] if name == "department" else []
    return {
        "name": name,
        "label": asked.get(get_language()) or str(LABELS[name]),
        "required": asked["ask"] == "required",
        "options": options,
    }


def _known(visitor: Visitor) -> set[str]:
    if visitor.customer is None:
        return set()
    known = set(visitor.customer.identities.values_list("kind", flat=True))
    return known | ({"name"} if visitor.customer.is_named else set())


def _checked(site: Site, name: str, value: str) -> str:
    if not value:
        if ask(site, name) == "required":
            raise ValidationError(NEEDED)
        return ""
    if len(value) > LONGEST[name]:
        raise ValidationError(_("This is longer than %(longest)s characters."), params={"longest": LONGEST[name]})
    return CHECKS.get(name, _plain)(site, value)


def _plain(site: Site, value: str) -> str:
    return " ".join(value.split())


def _email(site: Site, value: str) -> str:
    return normalised("email", value)


def _phone(site: Site, value: str) -> str:
    return normalised("phone", value)


def _offered(site: Site, value: str) -> str:
    if value not in {str(one.pk) for one in site.offered}:
        raise ValidationError(OFFERED)
    return value


CHECKS: dict[str, Callable[[Site, str], str]] = {"email": _email, "phone": _phone, "department": _offered}
