"""How many notifications a second the API takes in while workers send them to providers that take everything."""

import asyncio
import os
import time
import uuid

from django.db import connection
from django.db.models.functions import Now

from accounts.models import ApiToken, Scope
from bench import dataset
from bench.live import FLOOR_TABLE, SERVERS
from bench.load import CLOCK, Poster
from bench.pages import FLOOR
from bench.printing import figure, percentile
from bench.serving import product, serving, working
from customers.models import Customer, Identity
from notifications.models import Category, Notification, Step, Template

URL = "/api/v1/notifications"
CATEGORY, VARIABLES = "bench-payment", {"amount": "12.50 EUR", "merchant": "Coffee House", "card": "·· 4417"}
SECONDS, CONNECTIONS, CUSTOMERS = 15, 8, 200
BATCHES, BATCH = 10, 500


def rate() -> None:
    """Prints `notify-rate`: accepted a second, with a key each, beside the floor: a bare view that inserts one row."""
    os.environ["CONSOLE_PROVIDERS"] = "1"
    _category()
    customers, secret = _customers(), _token()
    with connection.cursor() as cursor:
        cursor.execute(FLOOR_TABLE)
    with serving([*FLOOR[:1], "bench.floors.pages:application"], path="/live") as (port, _process):
        floor, _times = asyncio.run(_load(port, "/insert", {}, lambda number: {"text": "12.50 EUR at Coffee House"}))
    headers = {"Authorization": f"Bearer {secret}"}
    for server in SERVERS:
        with working(1), product(server) as (port, _process):
            taken, times = asyncio.run(_load(port, URL, headers, lambda number: _wish(customers[number % CUSTOMERS])))
            sent = Step.objects.exclude(accepted_at=None).filter(notification__customer__in=customers).count()
            in_batches = asyncio.run(_in_batches(port, headers, customers))
        more = {"server": server, "p99_ms": round(percentile(times, 0.99) * 1000, 1), "sent_meanwhile": sent}
        figure("notify-rate", taken, "/s", floor=floor, n=len(times), **more, in_batches=round(in_batches, 1))
        Notification.objects.filter(customer__in=customers).delete()


async def _load(port: int, path: str, headers: dict, content) -> tuple[float, list[float]]:
    """Requests answered well a second, and how long each took."""
    times: list[float] = []
    end = CLOCK() + SECONDS

    async def ask(number: int) -> None:
        poster = Poster(port, headers)
        while CLOCK() < end:
            began = CLOCK()
            poster.headers = headers | {"Idempotency-Key": str(uuid.uuid4())}
            status, _body = await poster.post(path, content(number + len(times)))
            if status not in (201, 202):
                raise SystemExit(f"{path} answered {status}: {_body}")
            times.append(CLOCK() - began)
        poster.close()

    began = time.perf_counter()
    await asyncio.gather(*(ask(number) for number in range(CONNECTIONS)))
    return len(times) / (time.perf_counter() - began), times


async def _in_batches(port: int, headers: dict, customers: list[int]) -> float:
    """Accepted a second where a request holds many; as many requests as one token may make at once."""
    poster = Poster(port, headers)
    began = CLOCK()
    for number in range(BATCHES):
        poster.headers = headers | {"Idempotency-Key": f"batch-{uuid.uuid4()}"}
        wishes = [_wish(customers[(number * BATCH + each) % CUSTOMERS]) for each in range(BATCH)]
        status, answer = await poster.post(f"{URL}/batch", {"notifications": wishes})
        if status != 202 or answer["refused"]:
            raise SystemExit(f"a batch was answered {status}: {answer}")
    poster.close()
    return BATCHES * BATCH / (CLOCK() - began)


def _wish(customer: int) -> dict:
    return {"category": CATEGORY, "customer": customer, "variables": VARIABLES}


def _customers() -> list[int]:
    """Some with a proved number each, made once."""
    known = list(Customer.objects.filter(name="Bench of notifications").values_list("pk", flat=True))
    if len(known) >= CUSTOMERS:
        return known[:CUSTOMERS]
    made = Customer.objects.bulk_create(Customer(name="Bench of notifications") for _ in range(CUSTOMERS))
    Identity.objects.bulk_create(
        Identity(customer=each, kind="phone", value=f"+38050{each.pk:07}", verified_how="signed", verified_at=Now())
        for each in made
    )
    return [each.pk for each in made]


def _category() -> None:
    """Emptying the data set takes away what the installation began with."""
    names = [{"name": name, "example": example} for name, example in VARIABLES.items()]
    category, _new = Category.objects.get_or_create(slug=CATEGORY, defaults={"name": "Bench", "variables": names})
    for channel in ("push", "sms"):
        words = {"body": "Card {card}: {amount} at {merchant}"}
        Template.objects.get_or_create(category=category, channel=channel, language="en", defaults=words)


def _token() -> str:
    return ApiToken.make(name="Bench", scopes=[Scope.SEND], by=dataset.agent())[1]
