"""How a template's words would look on a phone, filled with the examples of their variables."""

from dataclasses import dataclass

from messengers.sms.segments import segments_of
from notifications.rendering import filled


@dataclass(frozen=True, kw_only=True)
class Preview:
    title: str
    body: str
    link: str
    segments: int
    length: int


def preview_of(form) -> Preview:
    """Of a TemplateForm, valid or not: whoever writes sees what he has so far."""
    examples = {each["name"]: each["example"] for each in form.instance.category.variables}
    words = {name: filled(str(form[name].value() or ""), examples) if name in form.fields else "" for name in WORDS}
    return Preview(**words, segments=segments_of(words["body"]), length=len(words["body"]))


WORDS = ("title", "body", "link")
