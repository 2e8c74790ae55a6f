from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Presence, PresenceChange, User
from core.models import Event
from core.sweeps.claiming import run_due


def log(user):
    return [change.status for change in user.presence_changes.order_by("pk")]


def seen_ago(user, **ago):
    moved = timedelta(**ago)
    row = Presence.objects.get(pk=user.pk)
    Presence.objects.filter(pk=user.pk).update(seen_at=row.seen_at - moved, lapses_at=row.lapses_at - moved)


def test_everybody_has_a_presence_and_begins_offline(alice):
    assert alice.presence.at(timezone.now()) == "offline"
    assert User.objects.select_related("presence").get(pk=alice.pk).presence.status == "online"
    assert not User.objects.online().exists()


def test_a_sign_of_life_brings_online_and_is_logged_once(alice):
    for _ in range(3):
        alice.presence.see()
    assert log(alice) == ["online"]
    assert list(User.objects.online()) == [alice]
    assert Event.objects.filter(name="agent.status_changed").count() == 1


def test_online_is_believed_for_a_minute(alice):
    alice.presence.see()
    now = timezone.now()
    assert list(User.objects.online(now=now + timedelta(seconds=50))) == [alice]
    assert not User.objects.online(now=now + timedelta(seconds=70)).exists()
    assert alice.presence.at(now + timedelta(seconds=70)) == "offline"


def test_going_away_is_told_and_logged_once(alice):
    alice.presence.see()
    alice.presence.go("away", by=alice)
    alice.presence.go("away", by=alice)
    assert log(alice) == ["online", "away"]
    assert not User.objects.online().exists()


def test_an_unknown_status_is_refused(alice):
    with pytest.raises(ValueError):
        alice.presence.go("asleep", by=alice)


def test_who_is_not_seen_for_a_minute_is_offline_since_then(alice):
    alice.presence.see()
    assert run_due() == 0
    seen_ago(alice, seconds=75)
    lapsed_at = Presence.objects.get(pk=alice.pk).lapses_at
    run_due()
    assert log(alice) == ["online", "offline"]
    assert PresenceChange.objects.get(status="offline").happened_at == lapsed_at
    assert run_due() == 0


def test_a_sign_of_life_in_time_wins_against_the_lapse(alice):
    alice.presence.see()
    seen_ago(alice, seconds=75)
    stale = Presence.objects.get(pk=alice.pk)
    alice.presence.see()
    stale.lapse()
    assert log(alice) == ["online"]


def test_a_status_chosen_while_offline_is_logged_on_coming_back(alice, sam):
    alice.presence.go("busy", by=sam)
    assert log(alice) == []
    alice.presence.see()
    assert log(alice) == ["busy"]
