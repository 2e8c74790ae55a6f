"""What a request's JSON may hold. All else is refused by name: a field silently dropped is a field half believed."""

import json
import uuid
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from chat.refusals import Refusal

MAX_BODY = 64 * 1024
MAX_TEXT = 10_000
MAX_ATTACHMENTS = 10
MAX_PLACE = 2**31 - 1

UNKNOWN = _("This field is not known.")
MISSING = _("This field is missing.")
WRONG_TYPE = _("This is not of the right type.")


class WrongType(ValueError):
    """Answered with 400."""


class WrongValue(ValueError):
    """Answered with 422; carries the sentence."""


def read(request, **fields: Callable) -> dict:
    """The body's fields, each passed through its reader. What is `optional` may be missing."""
    if request.content_type != "application/json":
        raise Refusal("bad_request", sentence=_("The body must be JSON."))
    return checked(_object(_body(request)), fields)


def checked(values: dict, fields: dict[str, Callable]) -> dict:
    broken = {name: UNKNOWN for name in values if name not in fields}
    broken |= {
        name: MISSING for name, reader in fields.items() if name not in values and not isinstance(reader, optional)
    }
    if broken:
        raise Refusal("bad_request", fields={_shown(name): sentence for name, sentence in broken.items()})
    clean, wrong = {}, {}
    for name, reader in fields.items():
        try:
            clean[name] = reader(values.get(name)) if name in values else None
        except WrongType:
            raise Refusal("bad_request", fields={name: WRONG_TYPE}) from None
        except WrongValue as error:
            wrong[name] = error.args[0]
    if wrong:
        raise Refusal("invalid", sentence=next(iter(wrong.values())), fields=wrong)
    return clean


class optional:
    """May be missing or null."""

    def __init__(self, reader: Callable):
        self.reader = reader

    def __call__(self, value):
        return None if value is None else self.reader(value)


def string(longest: int, *, cut: bool = False) -> Callable:
    def read_string(value) -> str:
        if not isinstance(value, str):
            raise WrongType
        value = _storable(value)
        if len(value) > longest and not cut:
            raise WrongValue(_("This is longer than %(longest)s characters.") % {"longest": longest})
        return value[:longest]

    return read_string


def identifier(value) -> uuid.UUID:
    if not isinstance(value, str):
        raise WrongType
    try:
        return uuid.UUID(value)
    except ValueError:
        raise WrongValue(_("This is not an identifier.")) from None


def place(value) -> int:
    # bool is an int in Python, and not in JSON.
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongType
    if not 0 <= value <= MAX_PLACE:
        raise WrongValue(_("This number is out of range."))
    return value


def anything(value):
    """Whose shape another field decides."""
    return value


def switch(value) -> bool:
    if not isinstance(value, bool):
        raise WrongType
    return value


def keys(value) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(key, str) for key in value):
        raise WrongType
    if len(value) > MAX_ATTACHMENTS:
        raise WrongValue(_("At most %(most)s files go with one message.") % {"most": MAX_ATTACHMENTS})
    if any(len(key) > 64 or "\x00" in key for key in value):
        raise WrongValue(_("One of the files is no longer there. Attach it again."))
    return list(dict.fromkeys(value))


def page(value) -> dict:
    if not isinstance(value, dict):
        raise WrongType
    try:
        return checked(value, PAGE)
    except Refusal:
        raise WrongType from None


PAGE = {"url": string(8000), "title": string(200, cut=True)}


def query(request, **names: Callable) -> dict:
    """The address' own parameters: numbers, each once, nothing unknown."""
    values = {}
    for name, given in request.GET.lists():
        if len(given) != 1 or not given[0].isascii() or not given[0].isdigit() or len(given[0]) > 10:
            raise Refusal("bad_request", fields={_shown(name): WRONG_TYPE if name in names else UNKNOWN})
        values[name] = int(given[0])
    return checked(values, {name: optional(reader) for name, reader in names.items()})


def _body(request) -> bytes:
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MAX_BODY:
            raise Refusal("too_large")
        body = request.read(MAX_BODY + 1)
    except (OSError, ValueError):
        raise Refusal("bad_request") from None
    if len(body) > MAX_BODY:
        raise Refusal("too_large")
    return body


def _object(body: bytes) -> dict:
    try:
        values = json.loads(body.decode(), parse_constant=_no_constant, object_pairs_hook=_each_once)
    except (ValueError, RecursionError):
        raise Refusal("bad_request", sentence=_("The body is not valid JSON.")) from None
    if not isinstance(values, dict):
        raise Refusal("bad_request", sentence=_("The body must be a JSON object."))
    return values


def _each_once(pairs: list[tuple[str, object]]) -> dict:
    values = dict(pairs)
    if len(values) != len(pairs):
        raise ValueError("a name stands twice")
    return values


def _no_constant(name: str):
    raise ValueError(name)


def _storable(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        # Half of a surrogate pair: no database keeps it, and no reader could see it.
        raise WrongValue(_("This holds a character that cannot be stored.")) from None
    return text.replace("\x00", "")


def _shown(name: str) -> str:
    """A sender's own name for a field, short enough to say back."""
    return name.encode("utf-8", "replace").decode()[:60]
