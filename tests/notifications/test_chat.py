"""A reply that finds nobody there is told elsewhere, once a burst, and not when it is read before."""

from datetime import timedelta

import pytest
from django.db.models import F

from chat.models import ConversationLink, Site
from core.sends import State as SendState
from core.sweeps.claiming import run_due
from customers.models import Identity
from notifications.models import Category, Notification
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R106")]


@pytest.fixture
def heron(cards):
    return Site.objects.create(name="Heron Bank", origins=["https://heron.example"], department=cards)


@pytest.fixture
def answered(heron, double_charge, alice, phone_of_dave, number_of_dave, console, new_id):
    """Alice has answered, and Dave is not there."""
    double_charge.take(by=alice)
    double_charge.reply(text="One of them goes back.", client_id=new_id(), by=alice)
    return double_charge


@pytest.fixture
def leave(answered):
    """Nobody has received the answer within the time in which an open page does."""

    def absent():
        Ticket.objects.filter(pk=answered.pk).update(absence_due_at=F("absence_due_at") - timedelta(seconds=21))
        run_due()
        return Notification.objects.filter(ticket=answered).first()

    return absent


def test_a_reply_to_nobody_becomes_a_notification_after_a_pause(leave, pass_time):
    notification = leave()
    assert notification.state == Notification.State.RUNNING
    assert not notification.steps.exists()

    pass_time(notification, 31)
    assert notification.steps.get().state == SendState.ACCEPTED
    assert "Alice" in notification.shown["push"]["body"]


@pytest.mark.requirement("P-15")
@pytest.mark.requirement("R102")
def test_what_was_written_stays_off_the_lock_screen(leave):
    assert "goes back" not in str(leave().words)


@pytest.mark.parametrize(("shows_content", "state"), [(False, SendState.ACCEPTED), (True, SendState.FAILED)])
def test_a_number_typed_in_the_chat_is_told_that_an_answer_waits_and_no_more(
    leave, pass_time, phone_of_dave, number_of_dave, shows_content, state
):
    phone_of_dave.bury("unregistered")
    Identity.objects.filter(pk=number_of_dave.pk).update(verified_at=None, verified_how="")
    Category.objects.filter(slug="support-chat").update(shows_content=shows_content)

    notification = leave()
    pass_time(notification, 31)
    assert notification.steps.get(channel="sms").state == state


def test_a_house_may_show_what_was_written(answered, leave):
    category = Category.objects.get(slug="support-chat")
    Category.objects.filter(pk=category.pk).update(shows_content=True)
    category.templates.filter(channel="push").update(body="{message}")

    assert leave().words["push"]["body"] == "One of them goes back."


def test_one_notification_tells_of_a_whole_burst(answered, leave, alice, new_id, pass_time):
    notification = leave()
    answered.refresh_from_db()
    answered.reply(text="And the other stays.", client_id=new_id(), by=alice)
    leave()
    pass_time(notification, 31)

    assert Notification.objects.filter(ticket=answered).count() == 1


def test_reading_before_the_pause_is_over_tells_him_nowhere(answered, leave, dave, pass_time):
    notification = leave()
    answered.refresh_from_db()
    answered.seen_by_customer(delivered=answered.last_public_seq, read=answered.last_public_seq, by=dave)
    pass_time(notification, 31)

    assert notification.state == Notification.State.CANCELLED
    assert not notification.steps.exists()


@pytest.mark.requirement("R104")
def test_reading_in_the_chat_spares_the_sms(answered, leave, dave, pass_time):
    notification = leave()
    pass_time(notification, 31)
    # As if the live handler had been lost: the row itself tells.
    Ticket.objects.filter(pk=answered.pk).update(
        customer_delivered_seq=F("last_public_seq"), customer_read_seq=F("last_public_seq")
    )
    pass_time(notification, 5)

    assert (notification.state, notification.proof) == (Notification.State.DELIVERED, "chat")
    assert not notification.steps.filter(channel="sms").exists()


def test_the_link_opens_this_conversation(leave, answered):
    address = leave().words["push"]["link"]
    token = address.rstrip("/").rsplit("/", 1)[1]

    assert ConversationLink.objects.holding(token).get().ticket == answered


def test_the_words_of_the_link_stand_encrypted_and_are_not_shown(leave):
    notification = leave()
    token = notification.words["push"]["link"].rstrip("/").rsplit("/", 1)[1]

    assert token not in str(notification.shown)


@pytest.mark.requirement("R150")
def test_the_channel_the_customer_prefers_comes_first(answered, leave, dave, pass_time):
    dave.edit(preferred_channel="sms", by=dave)
    notification = leave()
    pass_time(notification, 31)

    assert notification.steps.get().channel == "sms"


def test_the_operator_sees_how_it_was_told(leave, pass_time, desk_of, alice, answered):
    pass_time(leave(), 31)

    page = desk_of(alice).get(f"/notifications/tickets/{answered.pk}/").text
    assert "About this ticket" in page and "Push" in page


def test_a_colleague_of_another_department_sees_nothing_of_it(leave, desk_of, carol, answered):
    leave()

    assert desk_of(carol).get(f"/notifications/tickets/{answered.pk}/").status_code == 404
