"""What the REST API of notifications takes and answers."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field, ValidationError, WrapValidator, model_validator

from core.faults import sentence
from core.schemas import Asked, Fault, ShortText, Text
from customers.api import IdentityIn

MOST = 1000
Language = Literal[*[code for code, _name in settings.LANGUAGES]]  # type: ignore[valid-type]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]


def _text_or_number(value, judge):
    """Of a union pydantic says what each of its parts thinks, under names that no sender knows."""
    try:
        return judge(value)
    except ValidationError as error:
        of_text = sentence(error.errors(include_input=False)[0])
        raise ValueError(of_text if isinstance(value, str) else _("A text or a number is wanted here.")) from None


Number = int | Annotated[float, Field(allow_inf_nan=False)]
Value = Annotated[Annotated[Text, Field(max_length=2000)] | Number, WrapValidator(_text_or_number)]
Variables = Annotated[dict[ShortText, Value], Field(max_length=50)]


class ForSomebody(Asked):
    customer: Id | None = Field(None, description="Our id of the customer")
    identity: IdentityIn | None = Field(None, description="Or a name under which your system knows him")

    @model_validator(mode="after")
    def names_one(self):
        if (self.customer is None) == (self.identity is None):
            raise ValueError(_("Name either a customer or an identity."))
        return self


class NotificationIn(ForSomebody):
    """One thing that one customer is to be told."""

    category: ShortText = Field(description="Its short name, as the category’s page shows it")
    variables: Variables = Field({}, description="What fills the templates")
    language: Language | None = Field(None, description="Else the customer’s own")  # type: ignore[valid-type]


# Described as one, and judged later: a bad one gets its row in the ledger, and stops no other.
Unjudged = Annotated[NotificationIn, WrapValidator(lambda item, judge: item)]


class BatchIn(Asked):
    notifications: list[Unjudged] = Field(min_length=1, max_length=MOST)


class AcceptedOut(Schema):
    """Written down. `state` is "running", or "suppressed" where the customer is not to be told it, and `why`."""

    id: UUID
    state: str
    why: str = Field(description="A word, where it is not being sent")


class RefusedOut(Schema):
    """Nobody will be told. The ledger has it under this id."""

    id: UUID | None = None
    error: Fault


class ResultOut(Schema):
    id: UUID | None = None
    state: str | None = None
    why: str | None = None
    error: Fault | None = None


class BatchOut(Schema):
    accepted: int
    refused: int
    results: list[ResultOut] = Field(description="One for each that was asked for, in their order")


class StepOut(Schema):
    channel: str
    state: str
    target: str = Field(description="Addresses are masked")
    provider: str
    error: str
    meaning: str = Field(description="`error` in a sentence")
    armed_at: datetime
    called_at: datetime | None
    accepted_at: datetime | None
    receipt_at: datetime | None
    opened_at: datetime | None
    settled_at: datetime | None
    late: bool = Field(description="It proved itself after its deadline")


class StatusOut(Schema):
    id: UUID
    category: str
    customer: int | None
    state: str
    why: str
    meaning: str = Field(description="`why` in a sentence")
    proof: str = Field(description="The channel that proved first that it arrived")
    language: str
    shown: dict[str, Any] = Field(description="The words of each channel, secrets hidden")
    created_at: datetime
    settled_at: datetime | None
    steps: list[StepOut]


class DeviceIn(ForSomebody):
    kind: Literal["fcm"] = "fcm"
    platform: Literal["android", "ios", "web"]
    token: Annotated[Text, Field(min_length=8, max_length=4096, description="The registration token of Firebase")]
    language: Language | None = None  # type: ignore[valid-type]


class DeviceOut(Schema):
    id: int
