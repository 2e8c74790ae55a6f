"""How a template's words would look on a phone, filled with the examples of their variables."""

from dataclasses import dataclass, replace
from decimal import Decimal

from messengers.models import SmsBudget
from messengers.sms.prices import span
from messengers.sms.segments import segments_of
from notifications.channels.sms import joined
from notifications.rendering import filled
from notifications.wishes.opting_out import address_like_wishes


@dataclass(frozen=True, kw_only=True)
class Preview:
    title: str
    body: str
    link: str
    # Of an SMS.
    segments: int = 0
    length: int = 0
    # From and to, by country; nothing where no SMS goes anywhere.
    prices: tuple[Decimal, Decimal] | None = None
    currency: str = ""


def preview_of(form) -> Preview:
    """Of a TemplateForm, valid or not: whoever writes sees what he has so far."""
    examples = {each["name"]: each["example"] for each in form.instance.category.variables}
    title, body, link = (
        filled(str(form[name].value() or ""), examples) if name in form.fields else "" for name in WORDS
    )
    preview = Preview(title=title, body=body, link=link)
    return _sms(preview, form.instance.category) if form.instance.channel == "sms" else preview


def _sms(preview: Preview, category) -> Preview:
    body = sms_of(category, preview.body, preview.link)
    segments, currency = segments_of(body), SmsBudget.current().currency
    return replace(preview, body=body, segments=segments, length=len(body), prices=span(segments), currency=currency)


def sms_of(category, body: str, link: str) -> str:
    """All that is paid for: an advert says where one can refuse it."""
    return joined(body, link, address_like_wishes() if category.is_advert else "")


WORDS = ("title", "body", "link")
