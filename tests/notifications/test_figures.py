"""The figures of delivery, summed up by the hour, and the alarm when too little arrives."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from core.models import Event
from notifications.figures import FEWEST, judge, roll
from notifications.models import DeliveryAlarm, Figure, Notification, Step

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R105")]


@pytest.fixture
def send(payment, dave):
    """So many attempts that were called `ago` minutes ago and ended so."""

    def sent(count, state, *, ago=10, channel="push", source="test", **more):
        called = timezone.now() - timedelta(minutes=ago)
        ended = {"settled_at": called + timedelta(seconds=2)} if state in ("delivered", "failed") else {}
        told = Notification.objects.bulk_create(
            Notification(category=payment, customer=dave, source=source, state="out", due_at=None) for _ in range(count)
        )
        return Step.objects.bulk_create(
            Step(
                notification=one, position=0, lane="normal", channel=channel, provider="fcm", state=state, due_at=None,
                armed_at=called, called_at=called, **ended, **more,
            )
            for one in told
        )  # fmt: skip

    return sent


def figures():
    rows = Figure.objects.order_by("channel")
    return [(row.channel, row.sent, row.delivered, row.failed, row.unknown, row.late) for row in rows]


def test_an_hour_is_summed_up_by_channel(send):
    send(3, "delivered")
    send(2, "failed")
    send(1, "accepted")
    send(1, "accepted", channel="sms", country="UA")
    roll()
    assert figures() == [("push", 6, 3, 2, 1, 0), ("sms", 1, 0, 0, 1, 0)]
    assert Figure.objects.get(channel="push").seconds == pytest.approx(6)


def test_what_was_never_called_is_not_counted(send):
    send(1, "delivered")
    Step.objects.filter(pk=send(1, "failed")[0].pk).update(called_at=None)
    roll()
    assert figures() == [("push", 1, 1, 0, 0, 0)]


def test_rolling_again_changes_nothing(send):
    send(3, "delivered")
    roll()
    before = figures()
    roll()
    assert figures() == before


def test_a_late_receipt_mends_an_hour_long_gone(send):
    [step] = send(1, "accepted", ago=300)
    send(1, "delivered", ago=1)
    roll()
    Step.objects.filter(pk=step.pk).update(state="delivered", settled_at=Now(), late=True)
    roll()
    assert sum(row.delivered for row in Figure.objects.all()) == 2
    assert sum(row.unknown for row in Figure.objects.all()) == 0
    assert sum(row.late for row in Figure.objects.all()) == 1


def test_the_page_says_the_share_and_leads_to_the_ledger(send, client, sam):
    send(3, "delivered")
    send(1, "failed")
    roll()
    client.force_login(sam)
    for by in ("category", "channel", "provider", "country"):
        page = client.get(f"/notifications/delivery/?by={by}&period=week").text
        assert "75.0 %" in page
        assert "outcome=failed" in page


def test_the_page_without_figures_says_so(client, sam):
    client.force_login(sam)
    assert "Nothing was sent" in client.get("/notifications/delivery/").text


@pytest.fixture
def watched(payment):
    payment.alarm_below = 90
    payment.save()
    return payment


def test_an_alarm_opens_once_when_too_little_arrives(watched, send, client, sam):
    send(FEWEST, "delivered")
    judge()
    assert not DeliveryAlarm.objects.exists()

    send(FEWEST, "failed")
    judge()
    judge()
    alarm = DeliveryAlarm.objects.get()
    assert (alarm.category, alarm.channel, alarm.share, alarm.closed_at) == (watched, "push", 50, None)
    assert Event.objects.filter(name="delivery_alarm.opened").count() == 1
    client.force_login(sam)
    assert "only 50.0 % arrived" in client.get("/notifications/").text
    assert "only 50.0 % arrived" in client.get("/notifications/alarms/").text
    assert 'helpdesk_delivery_alarm{category="payment",channel="push"} 50.0' in client.get("/metrics").text


@pytest.mark.parametrize("source", ["bench:1", "trial:1"])
def test_what_is_only_tried_out_is_not_counted_and_opens_no_alarm(watched, send, source):
    send(FEWEST, "failed", source=source)
    roll()
    judge()
    assert not Figure.objects.exists()
    assert not DeliveryAlarm.objects.exists()
    send(FEWEST, "failed")
    judge()
    assert DeliveryAlarm.objects.exists()


def test_a_few_are_too_few_for_an_alarm(watched, send):
    send(FEWEST - 1, "failed")
    judge()
    assert not DeliveryAlarm.objects.exists()


def test_what_was_sent_just_now_is_not_judged_yet(watched, send):
    send(FEWEST, "accepted", ago=0)
    judge()
    assert not DeliveryAlarm.objects.exists()


def test_an_alarm_closes_only_with_something_to_spare(watched, send):
    bad = send(20, "failed")
    send(80, "delivered")
    judge()
    assert DeliveryAlarm.objects.filter(closed_at=None).exists()

    def arrive(steps):
        Step.objects.filter(pk__in=[step.pk for step in steps]).update(state="delivered")
        judge()

    arrive(bad[:11])  # 91 %: above the threshold, within the margin
    assert DeliveryAlarm.objects.filter(closed_at=None).exists()
    arrive(bad[11:12])
    assert not DeliveryAlarm.objects.filter(closed_at=None).exists()
    assert Event.objects.filter(name="delivery_alarm.closed").count() == 1


def test_an_alarm_of_what_nobody_watches_any_more_closes(watched, send):
    send(FEWEST, "failed")
    judge()
    watched.alarm_below = None
    watched.save()
    judge()
    assert DeliveryAlarm.objects.get().closed_at


def test_health_turns_red_when_a_deadline_is_missed_by_five_seconds(payment, dave, client):
    one = Notification.objects.create(category=payment, customer=dave, source="test", due_at=Now())
    for seconds, status in ((2, 200), (7, 503)):
        Notification.objects.filter(pk=one.pk).update(due_at=Now() - timedelta(seconds=seconds))
        answer = client.get("/health/ready")
        assert answer.status_code == status, answer.json()["due"]
    assert answer.json()["due"]["cascade_normal"]["oldest_seconds"] >= 7


def test_health_turns_red_when_a_send_is_missed_by_five_seconds(payment, dave, client, send):
    send(1, "accepted", channel="sms")
    Step.objects.update(state="armed", due_at=Now() - timedelta(seconds=7))
    assert client.get("/health/ready").status_code == 503
