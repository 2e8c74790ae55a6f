"""Tell one customer something: everything that asks for a notification comes through here."""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Count, prefetch_related_objects
from django.db.models.functions import Now
from django.utils import timezone

from core.statements import inserted
from notifications import plans, rendering
from notifications.models import Category, Lane, Mailing, Notification, OptOut, Template


def notify(
    *,
    category: Category,
    customer,
    variables: Mapping[str, object],
    source: str,
    key: str = "",
    ticket=None,
    until_read: int | None = None,
    language: str = "",
    begin: bool = True,
) -> Notification:
    """Begin a cascade, or answer the one that was asked for by the same source and key before.

    Raises WrongVariables. With `begin=False` a sweep begins it: for many at once. What the customer does not wish is
    noted as suppressed, and whoever has no channel as failed: nothing is dropped in silence.
    """
    if key and (known := Notification.objects.filter(source=source, key=key).first()):
        return known
    try:
        with transaction.atomic():
            new = composed(
                category,
                customer,
                variables,
                refused=OptOut.channels_of(customer, category),
                had_enough=had_enough(category, [customer.pk]) != set(),
                language=language,
                source=source,
                key=key,
                ticket=ticket,
                until_read=until_read,
            )
            inserted(new)
            if new.state == Notification.State.SUPPRESSED:
                new.tell()
            elif begin and not new.is_held:
                new.advance()
            return new
    except IntegrityError:
        # Somebody asked for the same at the same time, and was quicker.
        if key and (known := Notification.objects.filter(source=source, key=key).first()):
            return known
        raise


def notify_many(*, mailing: Mailing, customers: list) -> None:
    """The same rules for a batch of a mailing, in as many statements as for one; each customer is told once.

    In the transaction that moves the mailing on. A sweep begins them, after everything else.
    """
    category = mailing.category
    prefetch_related_objects([category], "templates")
    keys = {str(each.pk) for each in customers}
    known = set(Notification.objects.filter(source=mailing.source, key__in=keys).values_list("key", flat=True))
    customers = [each for each in customers if str(each.pk) not in known]
    refused = OptOut.channels_by_customer(customers, category)
    full = had_enough(category, [each.pk for each in customers])
    rows = [
        composed(
            category,
            each,
            mailing.values_for(each),
            refused=refused.get(each.pk, set()),
            had_enough=each.pk in full,
            language=mailing.language_for(each),
            steps=mailing.steps,
            lane=Lane.BULK,
            mailing=mailing,
            source=mailing.source,
            key=str(each.pk),
        )
        for each in customers
    ]
    for row in Notification.objects.bulk_create(rows):
        if row.state == Notification.State.SUPPRESSED:
            row.tell()


def composed(
    category: Category,
    customer,
    variables,
    *,
    refused: set[str],
    had_enough: bool,
    language: str = "",
    steps: list[dict] | None = None,
    lane: str = "",
    **asked,
) -> Notification:
    """The row to be written, and to begin by itself; it asks the database nothing. Raises WrongVariables.

    `steps` and `lane` in place of the category's own.
    """
    spoken = list(category.templates.all())
    language = language_for(spoken, customer, language)
    values = rendering.check(category, dict(variables))
    wished = category.steps if steps is None else steps
    steps, suppressed = _plan(category, customer, wished, refused, had_enough)
    templates = [each for each in spoken if each.language == language]
    words = rendering.rendered(templates, values)
    shown = rendering.rendered(templates, values | dict.fromkeys(category.secrets, rendering.HIDDEN))
    begins = quiet_until(category, customer, timezone.now()) or (Now() + category.pause if category.pause else None)
    row = Notification(
        category=category,
        customer=customer,
        language=language,
        content=json.dumps(words, ensure_ascii=False),
        shown=shown,
        steps_planned=[step for step in steps if step["channel"] in words],
        lane=lane or category.lane,
        not_after=Now() + category.lifetime,
        due_at=None if suppressed else (begins or Now()),
        state=Notification.State.SUPPRESSED if suppressed else Notification.State.RUNNING,
        why=suppressed,
        settled_at=Now() if suppressed else None,
        **asked,
    )
    row.is_held = begins is not None
    return row


def _plan(
    category: Category, customer, steps: list[dict], refused: set[str], had_enough: bool
) -> tuple[list[dict], str]:
    """The steps this customer wishes, and why there are none: a word of `reasons`, or ""."""
    if not category.is_active:
        return [], "category_off"
    steps = [] if "" in refused else [step for step in steps if step["channel"] not in refused]
    if not steps:
        return [], "opted_out"
    if had_enough:
        return [], "frequency_cap"
    return plans.preferring(steps, customer.preferred_channel), ""


def had_enough(category: Category, customers: list[int]) -> set[int]:
    """Which of these customers have been told as often of this category as it may be told."""
    if category.cap_count is None:
        return set()
    since = Now() - timedelta(hours=category.cap_hours)
    told = Notification.objects.filter(category=category, customer__in=customers, created_at__gt=since)
    counted = (
        told.exclude(state=Notification.State.SUPPRESSED).order_by().values("customer").annotate(times=Count("pk"))
    )
    return set(counted.filter(times__gte=category.cap_count).values_list("customer", flat=True))


def quiet_until(category: Category, customer, now: datetime) -> datetime | None:
    """When this customer's quiet hours end, by his own clock, if he has them now."""
    begin, end = category.quiet_from, category.quiet_until
    if begin is None or end is None:
        return None
    there = now.astimezone(ZoneInfo(customer.time_zone or settings.TIME_ZONE))
    clock = there.time()
    quiet = begin <= clock < end if begin < end else clock >= begin or clock < end
    if not quiet:
        return None
    morning = there.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return morning if morning > there else morning + timedelta(days=1)


def language_for(templates: list[Template], customer, wanted: str) -> str:
    """A language that these speak: the one asked for, the customer's, or the house's."""
    spoken = {each.language for each in templates}
    for language in (wanted, (customer.language or "")[:2], settings.LANGUAGE_CODE):
        if language in spoken:
            return language
    return min(spoken, default=settings.LANGUAGE_CODE)
