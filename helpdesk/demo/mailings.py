"""What the demo bank has told to many: two mailings of the past with what came of them, and a draft."""

import json
from datetime import datetime, timedelta

from django.conf import settings

from core.sends import State
from customers.models import Customer, Identity
from helpdesk.demo.scripts import content, span
from notifications import rendering
from notifications.models import Category, Mailing, Notification, OptOut, Segment, Step
from notifications.models.category import Lane
from notifications.plans import CHANNELS

# One of so many, in turn: opened, proved, sent without a proof, failed.
OUTCOMES = ["opened", "delivered", "delivered", "opened", "out", "delivered", "failed"]


def mailings(known: dict, *, now: datetime) -> None:
    """Written as its verbs would have left it; what is there stays as it is."""
    if not Category.objects.filter(slug="advert").exists():
        return
    house = content("mailings.toml")
    for row in house["segment"]:
        Segment.objects.get_or_create(name=row["name"], defaults={"conditions": row["conditions"]})
    for row in house["mailing"]:
        if not Mailing.objects.filter(name=row["name"]).exists():
            add(known, now=now, **row)


def add(known: dict, *, now, name: str, segment: str, channels: list, words: dict, by: str, ago: str = "", refused=0):
    category = Category.objects.prefetch_related("templates").get(slug="advert")
    values = {code: {**each, "url": settings.PUBLIC_URL + each["url"]} for code, each in words.items()}
    mailing = Mailing.objects.create(
        name=name,
        category=category,
        segment=Segment.objects.get(name=segment),
        channels=channels,
        values=values,
        created_by=known[by],
    )
    if ago:
        _past(mailing, began=now - span(ago), refused=refused)


def _past(mailing: Mailing, *, began: datetime, refused: int) -> None:
    people = list(mailing.segment.customers.order_by("pk"))
    ended = {"started_at": began, "ended_at": began + timedelta(minutes=2), "created_at": began - timedelta(days=1)}
    Mailing.objects.filter(pk=mailing.pk).update(state="done", total=len(people), made=len(people), **ended)
    numbered = list(enumerate(people))
    told = Notification.objects.bulk_create(_told(mailing, person, number, began) for number, person in numbered)
    Step.objects.bulk_create(
        step
        for (number, person), row in zip(numbered, told, strict=True)
        for step in _steps(row, person, number, began)
    )
    OptOut.objects.bulk_create(
        [OptOut(customer=each, said_by="link", said_at=began + timedelta(hours=2)) for each in people[:refused]],
        ignore_conflicts=True,
    )


def _told(mailing: Mailing, person: Customer, number: int, began: datetime) -> Notification:
    language = mailing.language_for(person)
    templates = [each for each in mailing.category.templates.all() if each.language == language]
    words = rendering.rendered(templates, mailing.values[language])
    outcome = OUTCOMES[number % len(OUTCOMES)]
    state = {"opened": "delivered", "failed": "failed"}.get(outcome, outcome)
    return Notification(
        mailing=mailing,
        category=mailing.category,
        customer=person,
        source=mailing.source,
        key=str(person.pk),
        lane=Lane.BULK,
        language=language,
        content=json.dumps(words, ensure_ascii=False),
        shown=words,
        steps_planned=mailing.steps,
        position=0,
        state=state,
        why="nobody_reached" if state == "failed" else "",
        proof=mailing.channels[0] if state == "delivered" else "",
        due_at=None,
        created_at=began,
        settled_at=None if state == "out" else _proved(began, number) or began + timedelta(seconds=3),
    )


def _left(began: datetime, number: int) -> datetime:
    return began + timedelta(milliseconds=80 * number)


def _proved(began: datetime, number: int) -> datetime | None:
    if OUTCOMES[number % len(OUTCOMES)] not in ("opened", "delivered"):
        return None
    return _left(began, number) + timedelta(milliseconds=900 + 370 * (number % 5))


def _steps(row: Notification, person: Customer, number: int, began: datetime) -> list[Step]:
    channel = next(name for name in CHANNELS if name in {step["channel"] for step in row.steps_planned})
    outcome = OUTCOMES[number % len(OUTCOMES)]
    left = _left(began, number)
    proved = _proved(began, number)
    states = {"out": State.ACCEPTED, "failed": State.FAILED}
    address = person.identities.filter(kind=Identity.Kind.EMAIL).first() if channel == "email" else None
    return [
        Step(
            notification=row,
            position=0,
            channel=channel,
            lane=Lane.BULK,
            target=channel,
            address=address.value if address else "",
            provider="console",
            state=states.get(outcome, State.DELIVERED),
            due_at=None,
            armed_at=left,
            called_at=left,
            accepted_at=None if outcome == "failed" else left + timedelta(milliseconds=120),
            receipt_at=proved,
            opened_at=proved + timedelta(minutes=9) if outcome == "opened" and proved else None,
            settled_at=left + timedelta(milliseconds=300) if outcome == "failed" else proved,
            error="unregistered" if outcome == "failed" else "",
        )
    ]
