"""A browser comes to a site: whose is it, and does it go on as the visitor it was?"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from chat.identity import Claims, NotProved, verified_claims
from chat.models import Site, Visitor
from customers.models import Customer, Identity
from customers.normalising import normalised


class NotWelcome(Exception):
    """The site talks only to people whom its own server vouches for."""


def arrive(
    *,
    site: Site,
    token: str,
    identity: str | None,
    language: str,
    before_stranger: Callable[[], None],
    time_zone: str = "",
) -> tuple[Visitor, str]:
    """The visitor and the token to go on with. A browser whose person has changed begins anew.

    `before_stranger` is called before somebody unknown gets a row, and may refuse.
    """
    claims = claims_of(identity, site=site)
    customer = customer_of(claims, site=site, language=language) if claims else None
    visitor = returning(site=site, token=token, customer=customer)
    # Who came by a link into one conversation was sent it by ourselves.
    if claims is None and site.reject_unverified and not (visitor and visitor.only_ticket_id):
        raise NotWelcome
    if visitor is None:
        if customer is None:
            before_stranger()
        _read_in(language, customer)
        return Visitor.objects.arrive(site, customer=customer, language=language, time_zone=time_zone)
    if language != visitor.language:
        _read_in(language, visitor.customer)
    visitor.seen(language=language, time_zone=time_zone)
    return visitor, token


def claims_of(identity: str | None, *, site: Site) -> Claims | None:
    try:
        return verified_claims(identity, site=site) if identity else None
    except NotProved:
        return None


def returning(*, site: Site, token: str, customer: Customer | None) -> Visitor | None:
    """The visitor of this token, if the same person is still behind it.

    Someone who signed out at the site must not go on as who they were: the next at the same machine may be another.
    """
    if not token:
        return None
    same_person = {"verified": True, "customer": customer} if customer else {"verified": False}
    return Visitor.objects.holding(token).filter(site=site, **same_person).select_related("customer").first()


def customer_of(claims: Claims, *, site: Site, language: str) -> Customer:
    value = f"{site.key}:{claims.sub}"
    try:
        with transaction.atomic():
            customer = _known(value) or _met(value, language=language)
    except IntegrityError:
        # Two tabs at once: the other was quicker, and the unique index kept it one customer.
        customer = Identity.objects.verified().get(kind="widget", value=value).customer
    _learn(customer, claims)
    return customer


def _known(value: str) -> Customer | None:
    identity = Identity.objects.verified().filter(kind="widget", value=value).select_related("customer").first()
    return identity and identity.customer


def _met(value: str, *, language: str) -> Customer:
    customer = Customer.objects.create(language=language)
    _prove(customer, "widget", value)
    return customer


def _read_in(language: str, customer: Customer | None) -> None:
    """Who reads the chat in another language now is written to in it. One that no page of ours speaks stays known."""
    if customer is None or language in ("", known := customer.language[:2]):
        return
    if known in ("", *dict(settings.LANGUAGES)):
        customer.edit(language=language, by=customer)


def _learn(customer: Customer, claims: Claims) -> None:
    if claims.name and claims.name != customer.name:
        customer.name = claims.name
        customer.save(update_fields=["name"])
    if claims.name and _is_guessed(customer) and customer.preferred_name != claims.name:
        customer.set_preferred_name(claims.name, source=Customer.NameSource.CHANNEL, by=customer)
    for kind, claimed in (("email", claims.email), ("phone", claims.phone)):
        if value := _spelled(kind, claimed):
            _prove_if_free(customer, kind, value)


def _is_guessed(customer: Customer) -> bool:
    """Whether nobody said yet how he wants to be called: then the site's word for him will do (R10)."""
    return customer.preferred_name_source in (Customer.NameSource.NONE, Customer.NameSource.CHANNEL)


def _prove_if_free(customer: Customer, kind: str, value: str) -> None:
    """An address that another customer has proved stays theirs: joining two people is a human's decision."""
    if Identity.objects.verified().filter(kind=kind, value=value).exists():
        return
    try:
        with transaction.atomic():
            _prove(customer, kind, value)
    except IntegrityError:
        pass


def _prove(customer: Customer, kind: str, value: str) -> None:
    Identity.objects.update_or_create(
        customer=customer,
        kind=kind,
        value=value,
        defaults={"verified_how": Identity.How.SIGNED, "verified_at": timezone.now()},
    )


def _spelled(kind: str, value: str) -> str:
    """As it is stored; empty where it is no such address."""
    try:
        return normalised(kind, value)
    except ValidationError:
        return ""
