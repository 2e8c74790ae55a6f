"""A mailing tells each customer of its segment once, after everything else, and stops when it is told to."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from core.sweeps.claiming import run_due
from customers.models import Customer
from notifications.models import Category, Device, Lane, Mailing, Notification, OptOut, Segment, Step
from notifications.models import mailing as mailings
from notifications.sweeps import Mailings

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R108")]

WORDS = {
    "en": {"title": "Spring", "text": "No fees", "url": "https://bank.example/s"},
    "ru": {"title": "Весна", "text": "Без комиссий", "url": "https://bank.example/s"},
}


@pytest.fixture
def advert(db):
    category = Category.objects.get(slug="advert")
    Category.objects.filter(pk=category.pk).update(quiet_from=None, quiet_until=None)
    return category


@pytest.fixture
def crowd(db):
    """Seven with a phone; every other one reads Russian."""
    people = [Customer.objects.create(name=f"C{number}", language=["en", "ru"][number % 2]) for number in range(7)]
    for person in people:
        Device.register(kind="fcm", platform="android", address=f"token {person.pk}", customer=person)
    return people


@pytest.fixture
def spring(advert, crowd, admin, console):
    segment = Segment.objects.create(name="Everybody with a phone", conditions={"reaches": "push"})
    return Mailing.objects.create(
        name="Spring", category_id=advert.pk, segment=segment, channels=["push"], values=WORDS, created_by=admin
    )


@pytest.fixture
def _small_batches(monkeypatch):
    monkeypatch.setattr(mailings, "BATCH", 3)


def come(mailing):
    """Its next batch is due."""
    Mailing.objects.filter(pk=mailing.pk).exclude(due_at=None).update(due_at=Now() - timedelta(seconds=1))


def sweep_on(mailing, times=1):
    for _ in range(times):
        come(mailing)
        run_due()
    mailing.refresh_from_db()


def test_each_customer_of_the_segment_is_told_once_in_his_language(spring, crowd, admin):
    stranger = Customer.objects.create(name="Without a phone")
    assert spring.schedule(by=admin)
    run_due()
    spring.refresh_from_db()

    assert (spring.state, spring.total, spring.made) == ("done", 7, 7)
    told = Notification.objects.filter(mailing=spring)
    assert sorted(told.values_list("customer", flat=True)) == [each.pk for each in crowd]
    assert not told.filter(customer=stranger).exists()
    assert told.get(customer=crowd[0]).shown["push"]["title"] == "Spring"
    assert told.get(customer=crowd[1]).shown["push"]["title"] == "Весна"
    assert set(told.values_list("lane", flat=True)) == {Lane.BULK}
    assert Step.objects.filter(notification__mailing=spring, state="accepted").count() == 7


@pytest.mark.usefixtures("_small_batches")
def test_it_goes_on_batch_by_batch_no_faster_than_its_throttle(spring, admin):
    Mailing.objects.filter(pk=spring.pk).update(per_minute=3)
    spring.schedule(by=admin)
    run_due()
    spring.refresh_from_db()

    assert (spring.made, spring.state) == (3, "running")
    waits = Mailing.objects.filter(pk=spring.pk, due_at__gt=Now() + timedelta(seconds=50))
    assert waits.exists()
    sweep_on(spring, times=2)
    assert (spring.made, spring.state) == (7, "done")


@pytest.mark.usefixtures("_small_batches")
def test_a_worker_that_dies_within_a_batch_loses_and_doubles_nobody(spring, admin, crowd, monkeypatch):
    spring.schedule(by=admin)
    run_due(rounds=1)
    written = Notification.objects.filter(mailing=spring).count()
    change = Mailing._change

    def dies(row, **changes):
        raise SystemError("killed")

    # The batch is written and its place is not yet noted.
    monkeypatch.setattr(Mailing, "_change", dies)
    sweep_on(spring)
    assert Notification.objects.filter(mailing=spring).count() == written
    monkeypatch.setattr(Mailing, "_change", change)
    sweep_on(spring, times=3)

    told = list(Notification.objects.filter(mailing=spring).values_list("customer", flat=True))
    assert sorted(told) == [each.pk for each in crowd]


@pytest.mark.usefixtures("_small_batches")
def test_pausing_holds_what_is_written_and_what_is_not(spring, admin):
    spring.schedule(by=admin)
    row = Mailing.objects.select_related("segment", "category").get(pk=spring.pk)
    Mailings().handle(row)
    assert spring.pause(by=admin)
    sweep_on(spring)

    assert spring.made == 3
    assert not Step.objects.filter(notification__mailing=spring).exists()
    assert spring.resume(by=admin)
    sweep_on(spring, times=3)
    assert Step.objects.filter(notification__mailing=spring).count() == 7


@pytest.mark.usefixtures("_small_batches")
def test_a_cancelled_one_reaches_nobody_more(spring, admin):
    spring.schedule(by=admin)
    Mailings().handle(Mailing.objects.select_related("segment", "category").get(pk=spring.pk))
    assert spring.cancel(by=admin)
    sweep_on(spring)

    told = Notification.objects.filter(mailing=spring)
    assert set(told.values_list("state", "why")) == {("cancelled", "mailing_cancelled")}
    assert not Step.objects.filter(notification__mailing=spring).exists()
    assert not spring.cancel(by=admin) and not spring.resume(by=admin)


@pytest.mark.usefixtures("_small_batches")
def test_it_writes_no_faster_than_they_leave(spring, admin):
    spring.schedule(by=admin)
    for _ in range(3):
        come(spring)
        Mailings().handle(Mailing.objects.select_related("segment", "category").get(pk=spring.pk))
    spring.refresh_from_db()
    assert (spring.made, spring.state) == (3, "running")

    sweep_on(spring, times=3)
    assert (spring.made, spring.state) == (7, "done")


def test_it_begins_at_its_time_even_if_paused_before(spring, admin):
    Mailing.objects.filter(pk=spring.pk).update(starts_at=Now() + timedelta(hours=1))
    spring.schedule(by=admin)
    spring.pause(by=admin)
    spring.resume(by=admin)
    run_due()
    spring.refresh_from_db()

    assert (spring.state, spring.made) == ("scheduled", 0)


@pytest.mark.requirement("R150")
def test_who_wishes_none_and_who_had_enough_are_noted_and_not_told(spring, admin, crowd, advert):
    OptOut.objects.create(customer=crowd[0], category=None)
    OptOut.objects.create(customer=crowd[1], category=None, channel="push")
    for number in range(2):
        Notification.objects.create(category=advert, customer=crowd[2], source="test", key=str(number))
    spring.schedule(by=admin)
    run_due()

    told = dict(Notification.objects.filter(mailing=spring, state="suppressed").values_list("customer", "why"))
    assert told == {crowd[0].pk: "opted_out", crowd[1].pk: "opted_out", crowd[2].pk: "frequency_cap"}


def test_quiet_hours_put_it_off(spring, admin, crowd):
    Category.objects.filter(slug="advert").update(quiet_from="00:00", quiet_until="23:59")
    Customer.objects.update(time_zone="Europe/Kyiv")
    spring.schedule(by=admin)
    Mailings().handle(Mailing.objects.select_related("segment", "category").get(pk=spring.pk))

    assert not Notification.objects.filter(mailing=spring, due_at__lte=Now() + timedelta(seconds=1)).exists()
    assert Notification.objects.filter(mailing=spring, state="running").count() == 7


def test_words_that_no_longer_fit_pause_it(spring, admin):
    spring.schedule(by=admin)
    Category.objects.filter(slug="advert").update(variables=[{"name": "title", "example": "x", "secret": False}])
    run_due()
    spring.refresh_from_db()

    assert spring.state == "paused"
    assert not Notification.objects.filter(mailing=spring).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_small_batches")
def test_two_workers_make_each_notification_once(spring, admin, crowd):
    Mailing.objects.filter(pk=spring.pk).update(per_minute=60_000)
    spring.schedule(by=admin)

    def work(_number):
        try:
            for _ in range(6):
                come(spring)
                run_due(rounds=3)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))

    told = list(Notification.objects.filter(mailing=spring).values_list("customer", flat=True))
    assert sorted(told) == [each.pk for each in crowd]
    assert Step.objects.filter(notification__mailing=spring).count() == len(crowd)
