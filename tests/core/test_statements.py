"""What goes past the ORM writes and reads the same as it would."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from core.statements import inserted
from notifications.models import Category, Notification

pytestmark = pytest.mark.django_db


def notification(customer, **changes):
    return Notification(
        category=Category.objects.first(),
        customer=customer,
        source="test",
        content='{"push": {"body": "12.50 € — оплата"}}',
        shown={"push": {"body": "“•”", "title": None}},
        steps_planned=[{"channel": "push", "seconds": 4}],
        **changes,
    )


def kept(row):
    unlike = {"id", "public_id", "created_at"}
    return {name: value for name, value in vars(Notification.objects.get(pk=row.pk)).items() if name not in unlike}


def test_an_inserted_row_is_the_saved_one(dave):
    when = timezone.now() + timedelta(days=3)
    fresh, saved = (notification(dave, due_at=when, not_after=when) for _ in range(2))

    inserted(fresh)
    saved.save()

    assert {**kept(fresh), "_state": ""} == {**kept(saved), "_state": ""}
    assert not fresh._state.adding
    fresh.state, fresh.due_at = "out", None
    fresh.save()
    assert Notification.objects.count() == 2


def test_what_the_database_reckons_comes_back(dave):
    row = notification(dave, not_after=Now() + timedelta(minutes=10))

    inserted(row)

    there = Notification.objects.get(pk=row.pk)
    assert (row.due_at, row.not_after, row.created_at) == (there.due_at, there.not_after, there.created_at)
    assert row.not_after - row.due_at == timedelta(minutes=10)


def test_the_same_words_are_prepared_once(dave):
    with connection.cursor() as cursor:
        for _ in range(8):
            inserted(notification(dave, not_after=Now() + timedelta(minutes=10)))
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE 'INSERT INTO \"notifications_not%%'"
        )
        assert cursor.fetchone() == (1,)


def test_what_a_constraint_refuses_is_refused_in_djangos_words(dave):
    inserted(notification(dave, key="once"))
    with pytest.raises(IntegrityError), transaction.atomic():
        inserted(notification(dave, key="once"))
