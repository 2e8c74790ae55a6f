"""Frames from strangers: parsed by an allow-list, refused without a word about why."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

Shape = Mapping[str, Callable[[Any], Any]]

BIGGEST_ID = 2**63


class BadFrame(Exception):
    """Unknown, broken or of a wrong type; the sender learns no more than that."""


def size(event: Mapping[str, Any]) -> int:
    """In bytes, as limits are."""
    text = event.get("text")
    return len(event.get("bytes") or b"") if text is None else len(text.encode("utf-8", "surrogatepass"))


def parsed(text: str | None, known: Mapping[str, Shape]) -> tuple[str, dict[str, Any]]:
    frame = _loaded(text)
    kind = frame.get("type")
    if not isinstance(kind, str):
        raise BadFrame
    if kind == "ping":
        return kind, {}
    if kind not in known:
        raise BadFrame
    return kind, {name: check(frame.get(name)) for name, check in known[kind].items()}


def _loaded(text: str | None) -> dict[str, Any]:
    if text is None:
        raise BadFrame
    try:
        frame = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise BadFrame from None
    if not isinstance(frame, dict):
        raise BadFrame
    return frame


def _no_constant(name: str):
    raise ValueError(name)


def number(value: Any) -> int:
    if type(value) is not int or not 0 <= value < BIGGEST_ID:
        raise BadFrame
    return value


def switch(value: Any) -> bool:
    if not isinstance(value, bool):
        raise BadFrame
    return value


def word(value: Any) -> str:
    """Printable ASCII, as tokens and ids are."""
    if not isinstance(value, str) or not value.isascii() or not value.isprintable() or not 0 < len(value) <= 512:
        raise BadFrame
    return value


def uuid_text(value: Any) -> str:
    """In the one spelling that the other side compares with."""
    try:
        return str(UUID(word(value)))
    except ValueError:
        raise BadFrame from None


def maybe(check: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else check(value)
