"""Customers over the REST API: made, or brought up to date, by a system of the house that knows who they are."""

from typing import Annotated, Literal
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from ninja import Router, Schema
from pydantic import Field, field_validator

from accounts.bearer import needs
from accounts.models import Scope
from core.actors import SYSTEM
from core.idempotency import DESCRIBED, once
from core.rest import Problem
from core.schemas import Asked, ErrorOut, ShortText
from customers.models import Customer, Identity
from customers.models.customer import PreferredChannel
from customers.vouching import vouched

router = Router(tags=["Customers"])
KINDS = Literal[*Identity.Kind.values]  # type: ignore[valid-type]


class IdentityIn(Asked):
    """One name under which your system knows the customer. It is taken as proved."""

    kind: KINDS
    value: Annotated[ShortText, Field(min_length=1, description="An e-mail address, +380441234567, `<site>:<id>`")]


class CustomerIn(Asked):
    identity: IdentityIn
    also: Annotated[list[IdentityIn], Field(max_length=20, description="His other identities")] = []
    name: Annotated[ShortText, Field(max_length=200)] | None = None
    language: Literal[*[code for code, _name in settings.LANGUAGES]] | None = None  # type: ignore[valid-type]
    time_zone: ShortText | None = None
    preferred_channel: Literal[*PreferredChannel.values] | None = None  # type: ignore[valid-type]

    @field_validator("time_zone")
    @classmethod
    def is_known(cls, zone: str | None) -> str | None:
        if zone and zone not in available_timezones():
            raise ValueError(_("There is no such time zone."))
        return zone


class CustomerOut(Schema):
    id: int
    created: bool


@router.post(
    "",
    response={200: CustomerOut, 201: CustomerOut, 422: ErrorOut},
    summary="Make a customer, or bring him up to date",
    openapi_extra=DESCRIBED,
)
@once
def put_customer(request, body: CustomerIn):
    """Found by `identity`. What is left out stays as it is."""
    needs(request, Scope.CUSTOMERS)
    try:
        customer, is_new = vouched(body.identity.kind, body.identity.value, by=SYSTEM)
        for each in body.also:
            customer.identify(each.kind, each.value, how=Identity.How.SIGNED, by=SYSTEM)
    except ValidationError as error:
        raise Problem("invalid", fields={"identity": " ".join(error.messages)}) from None
    _bring_up_to_date(customer, body)
    return (201 if is_new else 200), {"id": customer.pk, "created": is_new}


def _bring_up_to_date(customer: Customer, body: CustomerIn) -> None:
    if body.name is not None:
        customer.rename(body.name, by=SYSTEM)
    told = body.model_dump(include={"language", "time_zone", "preferred_channel"}, exclude_none=True)
    if told:
        customer.edit(by=SYSTEM, **told)
