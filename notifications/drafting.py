"""What a mailing would say, to how many, and what it would cost, before anything is sent."""

from dataclasses import dataclass
from decimal import Decimal

from django.conf import settings
from django.db.models import F, Sum

from customers.masking import masked
from customers.models import Customer, Identity
from messengers.models import SmsBudget
from messengers.sms.segments import segments_of
from notifications import rendering
from notifications.models import Category, Step
from notifications.plans import CHANNELS
from notifications.previewing import sms_of
from notifications.segments import REACHES, reaches

EXAMPLES = 10
PRICED = 200


@dataclass(frozen=True)
class Card:
    """The words on one channel in one language, as they would arrive."""

    channel: str
    label: object
    language: object
    title: str
    body: str
    link: str
    segments: int = 0


@dataclass(frozen=True)
class Cost:
    """At most: whoever proves that the push arrived gets no SMS. Without SMS before, nobody knows the price."""

    people: int
    messages: int
    price: Decimal | None
    currency: str


def cards(category: Category | None, values: dict[str, dict[str, str]], chosen: list[str]) -> list[Card]:
    if category is None:
        return []
    found = []
    order = list(CHANNELS)
    names = dict(settings.LANGUAGES)
    for template in sorted(category.templates.all(), key=lambda each: (each.language, order.index(each.channel))):
        if template.channel in chosen and template.language in values:
            title, body, link = (
                rendering.filled(text, values[template.language])
                for text in (template.title, template.body, template.link)
            )
            body = sms_of(category, body, link) if template.channel == "sms" else body
            parts = segments_of(body) if template.channel == "sms" else 0
            label, language = CHANNELS[template.channel], names.get(template.language, template.language)
            found.append(Card(template.channel, label, language, title, body, link, parts))
    return found


def cost(customers, found: list[Card]) -> Cost | None:
    """Of the longest wording times everybody who has a number."""
    parts = max((card.segments for card in found), default=0)
    if not parts:
        return None
    people = customers.filter(reaches("sms")).count()
    each, currency = _price_of_a_part(), SmsBudget.current().currency
    return Cost(people, people * parts, each and (each * people * parts).quantize(Decimal("0.01")), currency)


def _price_of_a_part() -> Decimal | None:
    """What the last of them cost."""
    last = Step.objects.filter(channel="sms", price__isnull=False, segments__gt=0).order_by("-pk").values("pk")[:PRICED]
    paid = Step.objects.filter(pk__in=last).aggregate(price=Sum("price"), parts=Sum(F("segments")))
    return paid["price"] / paid["parts"] if paid["parts"] else None


def examples(customers) -> list[tuple[Customer, list[str]]]:
    """Ten of them, with how each is reached, masked: a preview is no list of addresses."""
    people = list(customers.order_by("pk").prefetch_related("identities", "devices")[:EXAMPLES])
    return [(person, _reached(person)) for person in people]


def _reached(person: Customer) -> list[str]:
    kinds = (Identity.Kind.PHONE, Identity.Kind.EMAIL)
    contacts = [
        masked(each.kind, each.value) for each in person.identities.all() if each.kind in kinds and each.is_verified
    ]
    devices = {str(each) for each in person.devices.all() if each.dead_at is None}
    return [*sorted(devices), *contacts]


def reach(customers) -> dict[str, int]:
    """How many of them each channel finds."""
    return {channel: customers.filter(reaches(channel)).count() for channel in REACHES}
