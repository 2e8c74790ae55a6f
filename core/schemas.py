"""Fields of the REST API that every app needs: text that the database can hold, and nothing that was not asked for."""

from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, ConfigDict, StringConstraints


def storable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError(_("The text holds half a character.")) from None
    if "\x00" in text:
        raise ValueError(_("The text holds a null character."))
    return text


Text = Annotated[str, AfterValidator(storable)]
ShortText = Annotated[Text, StringConstraints(max_length=320)]


class Asked(Schema):
    """A body that refuses fields it did not ask for: a misspelled one is never dropped in silence."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Fault(Schema):
    code: str
    message: str
    fields: dict[str, str] | None = None


class ErrorOut(Schema):
    """Every answer that is not what was asked for."""

    error: Fault
