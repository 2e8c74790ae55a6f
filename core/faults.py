"""What is wrong with the shape of a request, in sentences of ours: pydantic's are about its own parts."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

NO_BODY = _("The request is not JSON that can be read.")
A_TEXT, A_NUMBER = _("A text is wanted here."), _("A number is wanted here.")
AN_OBJECT = _("An object is wanted here: {…}.")
TOO_SHORT = _("Too short: at least %(min_length)s characters.")
TOO_LONG = _("Too long: at most %(max_length)s characters.")
ONE_OF = _("One of these is wanted here: %(expected)s.")
# By pydantic's names (https://pydantic.dev/docs/validation/latest/errors/validation_errors/); the rest is said by it.
SENTENCES: dict[str, Any] = {
    "missing": _("This field is missing."),
    "extra_forbidden": _("There is no such field."),
    "string_type": A_TEXT,
    "int_type": _("A whole number is wanted here."),
    "int_parsing": _("A whole number is wanted here."),
    "float_type": A_NUMBER,
    "finite_number": A_NUMBER,
    "bool_type": _("true or false is wanted here."),
    "list_type": _("A list is wanted here: […]."),
    "dict_type": AN_OBJECT,
    "model_type": AN_OBJECT,
    "model_attributes_type": AN_OBJECT,
    "uuid_parsing": _("This is no id of ours."),
    "literal_error": ONE_OF,
    "enum": ONE_OF,
    "string_too_short": TOO_SHORT,
    "string_too_long": TOO_LONG,
    # Of a text that a validator of ours looked at before; what has entries is told apart below.
    "too_short": TOO_SHORT,
    "too_long": TOO_LONG,
    "greater_than_equal": _("Too small: at least %(ge)s."),
    "less_than_equal": _("Too large: at most %(le)s."),
}
EMPTY = _("This is empty.")
TOO_MANY = _("Too many: at most %(max_length)s.")
HAVING_ENTRIES = ("List", "Dictionary")


def faults(errors: list) -> dict[str, str]:
    """What pydantic found, by the field as its sender knows it."""
    found = {".".join(str(part) for part in error["loc"])[:120] or "body": sentence(error) for error in errors}
    return found or {"body": str(NO_BODY)}


def sentence(error: Mapping[str, Any]) -> str:
    """Never the value that was sent: answers end in logs."""
    context = error.get("ctx", {})
    known = _known(error["type"], context)
    if known is None:
        return str(error["msg"]).removeprefix("Value error, ")
    expected = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return str(known) % {**context, "expected": expected}


def _known(kind: str, context: Mapping[str, Any]):
    if context.get("min_length") == 1:
        return EMPTY
    if kind == "too_long" and context["field_type"] in HAVING_ENTRIES:
        return TOO_MANY
    return SENTENCES.get(kind)
