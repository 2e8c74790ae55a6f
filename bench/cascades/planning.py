"""Who is told, and what each device will do with its push."""

import random
import time
from datetime import timedelta

from django.db.models.functions import Now

from core.models import Event
from customers.models import Customer, Identity
from messengers.models import RawEvent, SmsBudget, SmsCountry
from notifications.models import Category, Device, Notification, Template
from notifications.models.device import digest_of
from notifications.notifying import notify

SLUG, NAME = "bench-cascade", "Cascade of the bench"
SECONDS = 4
STEPS = [{"channel": "push", "seconds": SECONDS}, {"channel": "sms", "seconds": 30}]
RECEIPTS, SPREAD = 0.3, 8
GONE = 0.1


def number_of(each: int) -> str:
    return f"+38067{each:07}"


def token_of(each: int) -> str:
    return f"bench-{each}"


def found(count: int) -> dict[int, Customer]:
    """So many customers, each with a phone that has our app; and a category to tell them something in."""
    forget()
    category = Category.objects.create(slug=SLUG, name=NAME, steps=STEPS, lifetime=timedelta(minutes=15))
    for channel in ("push", "sms"):
        Template.objects.create(category=category, channel=channel, language="en", title="", body="Paid at the bench")
    SmsCountry.objects.update_or_create(code="UA", defaults={"price": "0.01", "is_allowed": True})
    SmsBudget.objects.update_or_create(pk=1, defaults={"daily": 1_000_000, "currency": "EUR", "per_number": 5})
    people = Customer.objects.bulk_create(Customer(name=NAME, language="en") for _ in range(count))
    Identity.objects.bulk_create(
        Identity(
            customer=person, kind=Identity.Kind.PHONE, value=number_of(each), verified_how="signed", verified_at=Now()
        )
        for each, person in enumerate(people)
    )
    Device.objects.bulk_create(_device(person, token_of(each)) for each, person in enumerate(people))
    return dict(enumerate(people))


def tell_all(people: dict[int, Customer], rate: float) -> None:
    category = Category.objects.get(slug=SLUG)
    began = time.monotonic()
    for each, customer in people.items():
        time.sleep(max(0, began + each / rate - time.monotonic()))
        notify(category=category, customer=customer, variables={}, source=SLUG, key=str(each))


def targets(count: int, *, gone: float = 0, seed: int = 1) -> dict[str, dict]:
    """What the providers' process is told of each device: when its receipt leaves, or that the app is not there."""
    dice = random.Random(seed)
    plans = {}
    for each in range(count):
        proves, seconds, away = dice.random() < RECEIPTS, dice.uniform(0, SPREAD), dice.random() < gone
        plans[token_of(each)] = {"gone": True} if away else {"receipts": [seconds] if proves else []}
    return plans


def forget() -> None:
    told = Notification.objects.filter(source=SLUG)
    streams = [f"notification:{pk}" for pk in told.values_list("pk", flat=True)]
    Event.objects.filter(stream__in=streams).delete()
    told.delete()
    Category.objects.filter(slug=SLUG).delete()
    people = Customer.objects.filter(name=NAME)
    Device.objects.filter(customer__in=people).delete()
    Identity.objects.filter(customer__in=people).delete()
    people.delete()
    RawEvent.objects.filter(messenger__of_environment=True).delete()


def _device(customer: Customer, token: str) -> Device:
    kind = Device.Kind.FCM
    return Device(customer=customer, kind=kind, platform="android", address=token, digest=digest_of(kind, token))
