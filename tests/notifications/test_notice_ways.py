"""How a notice goes further than the bell: pushes and mails, within the receiver's hours, never of what is read."""

import email
import json
from datetime import UTC, datetime, time, timedelta
from email import policy
from socket import socket

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.db.models import F
from django.utils import timezone

from accounts.models import Department, OpeningHours, Presence, User
from core.sends import State
from core.sweeps.claiming import run_due
from embedded.providers import webpush
from notifications.models import Device, DigestSend, Notice, NoticeSend, NoticeWishes
from notifications.models.notice import Kind
from notifications.notices.pushes import push_of
from notifications.notices.shifts import in_shift, next_shift
from notifications.notices.telling import tell
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R102")]

MONDAY_NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MONDAY_NIGHT = datetime(2026, 6, 1, 22, tzinfo=UTC)


@pytest.fixture
def phone_of_alice(alice, console):
    return Device.register(kind="fcm", platform="android", address="token-of-alice", user=alice)


@pytest.fixture
def at_work(alice):
    alice.presence.see()


@pytest.fixture
def office(cards):
    """Cards answers from nine to six on every day but Sunday."""
    OpeningHours.objects.bulk_create(
        OpeningHours(department=cards, weekday=day, opens_at=time(9), closes_at=time(18)) for day in range(6)
    )
    return Department.objects.get(pk=cards.pk)


def notice_of(alice, ticket, *, key="1", kind=Kind.ASSIGNED) -> Notice:
    tell(User.objects.filter(pk=alice.pk), kind=kind, ticket=ticket, key=key, at=timezone.now())
    return Notice.objects.get(user=alice, key=key)


def let_the_pause_pass():
    NoticeSend.objects.exclude(due_at=None).update(due_at=F("due_at") - timedelta(seconds=21))
    run_due()


def test_a_push_waits_a_little_and_goes_to_each_device(alice, double_charge, phone_of_alice, at_work):
    notice_of(alice, double_charge)
    run_due()
    assert NoticeSend.objects.get().state == State.ARMED
    let_the_pause_pass()
    assert NoticeSend.objects.get().state == State.ACCEPTED


def test_what_is_read_within_the_pause_is_not_pushed(alice, double_charge, phone_of_alice, at_work):
    notice = notice_of(alice, double_charge)
    Notice.objects.filter(pk=notice.pk).settle()
    let_the_pause_pass()
    assert list(NoticeSend.objects.values_list("state", "error")) == [("failed", "read")]


def test_outside_the_shift_only_what_is_urgent_is_pushed(alice, double_charge, phone_of_alice):
    notice_of(alice, double_charge)
    let_the_pause_pass()
    assert list(NoticeSend.objects.values_list("state", "error")) == [("failed", "off_shift")]
    Ticket.objects.update(priority=Ticket.Priority.URGENT)
    notice_of(alice, Ticket.objects.get(), key="2")
    let_the_pause_pass()
    assert NoticeSend.objects.get(notice__key="2").state == State.ACCEPTED


def test_a_push_says_where_and_never_what(alice, double_charge, phone_of_alice):
    User.objects.filter(pk=alice.pk).update(language="en")
    notice_of(alice, double_charge, kind=Kind.MENTIONED)
    push = push_of(NoticeSend.objects.get())
    assert push.title == f"You were mentioned in #{double_charge.pk}"
    assert push.body == "Dave Okafor · Cards"
    assert push.link == f"/desk/tickets/{double_charge.pk}/"
    assert "charged" not in str(push.data)


def test_who_wants_no_push_of_this_kind_gets_none(alice, double_charge, phone_of_alice):
    NoticeWishes.objects.create(user=alice, push=["mentioned"])
    notice_of(alice, double_charge)
    assert not NoticeSend.objects.exists()


def test_a_shift_is_the_hours_of_ones_departments(alice, office):
    assert in_shift(alice, MONDAY_NOON)
    assert not in_shift(alice, MONDAY_NIGHT)
    assert next_shift(alice, MONDAY_NIGHT) == datetime(2026, 6, 2, 9, tzinfo=UTC)


def test_whoever_sits_at_the_desk_is_at_work_at_any_hour(alice, office):
    Presence.objects.filter(user=alice).update(seen_at=MONDAY_NIGHT - timedelta(seconds=30))
    alice.presence.refresh_from_db()
    Presence.objects.update_or_create(user=alice, defaults={"seen_at": MONDAY_NIGHT - timedelta(seconds=30)})
    assert in_shift(User.objects.get(pk=alice.pk), MONDAY_NIGHT)
    assert not in_shift(User.objects.get(pk=alice.pk), MONDAY_NIGHT + timedelta(minutes=2))


def test_where_the_hours_say_nothing_a_shift_is_half_a_day_since_one_was_seen(alice):
    Presence.objects.update_or_create(user=alice, defaults={"seen_at": MONDAY_NOON})
    alice = User.objects.get(pk=alice.pk)
    assert in_shift(alice, MONDAY_NOON + timedelta(hours=11))
    assert not in_shift(alice, MONDAY_NOON + timedelta(hours=13))
    assert next_shift(alice, MONDAY_NIGHT) == datetime(2026, 6, 2, 9, tzinfo=UTC)


def wait_for_the_mail(alice):
    """The quarter of an hour passes."""
    Notice.objects.update(created_at=F("created_at") - timedelta(minutes=16))
    NoticeWishes.objects.filter(user=alice).update(digest_due_at=timezone.now() - timedelta(seconds=1))
    run_due()


def test_the_mail_tells_what_is_not_read_in_ones_language(alice, double_charge, at_work):
    User.objects.filter(pk=alice.pk).update(language="ru")
    notice_of(alice, double_charge)
    read = notice_of(alice, double_charge, key="2", kind=Kind.MENTIONED)
    Notice.objects.filter(pk=read.pk).settle()
    run_due()
    assert mail.outbox == []
    wait_for_the_mail(alice)
    [sent] = mail.outbox
    assert sent.to == ["alice@demo.test"]
    assert sent.body.count(f"/desk/tickets/{double_charge.pk}/") == 1
    assert "I was charged" not in sent.body
    assert sent.alternatives[0].mimetype == "text/html"
    send = DigestSend.objects.get()
    assert send.state == State.ACCEPTED
    assert send.reference.hex in sent.extra_headers["Message-ID"]


def test_the_next_mail_comes_an_hour_later_and_tells_nothing_twice(alice, double_charge, at_work):
    notice_of(alice, double_charge)
    wait_for_the_mail(alice)
    notice_of(alice, double_charge, key="2")
    wishes = NoticeWishes.objects.get(user=alice)
    assert wishes.digest_due_at >= wishes.digested_at + timedelta(hours=1)
    wait_for_the_mail(alice)
    assert [message.body.count("/desk/tickets/") for message in mail.outbox] == [1, 1]


def test_nobody_gets_a_mail_outside_his_shift(alice, double_charge, office):
    notice_of(alice, double_charge)
    wishes = NoticeWishes.objects.get(user=alice)
    Notice.objects.update(created_at=MONDAY_NOON)
    wishes.tell_by_mail(now=MONDAY_NIGHT)
    assert not DigestSend.objects.exists()
    assert wishes.digest_due_at == datetime(2026, 6, 2, 9, tzinfo=UTC)


def test_the_daily_mail_is_due_as_the_shift_begins(alice, double_charge, office):
    wishes = NoticeWishes.objects.create(user=alice, digest="daily")
    assert wishes.digest_after(MONDAY_NIGHT) == datetime(2026, 6, 2, 9, tzinfo=UTC)


def test_who_wants_no_mail_gets_none(alice, double_charge, at_work):
    NoticeWishes.objects.create(user=alice, digest="off")
    notice_of(alice, double_charge)
    assert NoticeWishes.objects.get(user=alice).digest_due_at is None


def test_what_is_read_between_the_decision_and_the_sending_is_not_mailed(alice, double_charge, at_work):
    notice = notice_of(alice, double_charge)
    send = DigestSend.objects.create(user=alice)
    Notice.objects.filter(pk=notice.pk).update(digest=send, read_at=timezone.now())
    run_due()
    send.refresh_from_db()
    assert (send.state, send.error, mail.outbox) == ("failed", "read", [])


def test_the_wishes_are_kept_and_shown(alice, desk_of):
    desk = desk_of(alice)
    wanted = {"bell": ["assigned", "mentioned"], "push": ["mentioned"], "mail": [], "digest": "daily"}
    answer = desk.post("/desk/notices/wishes/", wanted)
    assert answer.status_code == 200
    row = NoticeWishes.objects.get(user=alice)
    assert (row.bell, row.push, row.mail, row.digest) == (["assigned", "mentioned"], ["mentioned"], [], "daily")
    assert desk.get("/desk/notices/wishes/").content.decode().count(" checked") == 4


def test_wishes_that_do_not_exist_are_refused_with_what_was_chosen(alice, desk_of):
    answer = desk_of(alice).post("/desk/notices/wishes/", {"bell": ["assigned", "gossip"], "digest": "hourly"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not NoticeWishes.objects.filter(user=alice).exists()


@pytest.fixture
def browser_of_alice(settings, alice):
    """A push service that reads what it gets, and her subscription there."""
    server = webpush.WebPush().start()
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    words = server.subscribe().words
    Device.register(kind="webpush", platform="web", address=json.dumps(words), user=alice)
    yield server
    server.stop()


def test_a_colleagues_browser_gets_the_push_and_no_receipt_is_asked_for(
    alice, double_charge, browser_of_alice, at_work
):
    notice_of(alice, double_charge)
    let_the_pause_pass()
    [taken] = browser_of_alice.ledger
    assert taken["payload"]["title"] == f"#{double_charge.pk} is yours now"
    assert taken["payload"]["link"].endswith(f"/desk/tickets/{double_charge.pk}/")
    assert taken["payload"]["receipt"] == ""


def test_a_device_that_somebody_else_has_taken_over_is_not_told(alice, bob, double_charge, browser_of_alice, at_work):
    notice_of(alice, double_charge)
    Device.objects.update(user=bob)
    let_the_pause_pass()
    assert (NoticeSend.objects.get().error, browser_of_alice.ledger) == ("unregistered", [])


class Box:
    """A mail server's far end."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):
        self.mails.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content, policy=policy.default)))
        return "250 taken"


@pytest.fixture
def box(settings):
    box = Box()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": port}}}
    yield box
    server.stop()


def test_the_mail_arrives_at_a_server_in_words_and_in_html_with_its_own_name(alice, double_charge, at_work, box):
    notice_of(alice, double_charge)
    wait_for_the_mail(alice)
    [(receivers, message)] = box.mails
    assert receivers == ["alice@demo.test"]
    assert message["Subject"] == "1 notice you have not read"
    assert DigestSend.objects.get().reference.hex in message["Message-ID"]
    plain, html = (message.get_body([kind]).get_content() for kind in ("plain", "html"))
    for words in (plain, html):
        assert f"#{double_charge.pk} is yours now" in words
        assert "/accounts/profile/" in words
