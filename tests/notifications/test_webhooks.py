"""Other systems hear how notifications ended: signed, tried for three days, one slow receiver delaying no other."""

import hashlib
import hmac
import json
from base64 import b64decode
from datetime import timedelta

import pytest
from django.db.models import F
from django.db.models.functions import Now

from core.models import Event
from core.sends import State
from core.sweeps.claiming import run_due
from embedded.providers.server import Desk, Fault, Provider
from notifications.models import OptOut, WebhookDelivery, WebhookEndpoint
from notifications.notifying import notify
from notifications.webhooks.signing import signature
from notifications.webhooks.sweeps import AT_ONE_ENDPOINT, Deliveries, forget_old_deliveries

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R109")]
PAGES = "/desk/settings/webhooks/"


class Hook(Desk):
    """The bank's side: it keeps what came and answers as it is told."""

    def do_POST(self):
        self.server.take({"path": self.path, "headers": dict(self.headers), "body": self.body.decode()})
        fault = self.choose_fault(self.path)
        return self.suffer(fault) if fault else self.answer(204, "")


class Bank(Provider):
    desk = Hook


@pytest.fixture
def receiver():
    server = Bank().start()
    yield server
    server.stop()


@pytest.fixture
def endpoint(receiver, settings, admin):
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    return WebhookEndpoint.make(url=f"{receiver.url}/a", kinds=["notification.settled"], by=admin)


@pytest.fixture
def settled(payment, dave):
    """A notification of which it is known how it ended."""

    def make(**more):
        new = notify(category=payment, customer=dave, variables={"amount": "5 EUR"}, source="test", begin=False, **more)
        new.prove("chat")
        return new

    return make


def due_now():
    """The pause before the next attempt is over, and so is the receiver's rest."""
    WebhookDelivery.objects.filter(state=State.ARMED).update(due_at=Now())
    WebhookEndpoint.objects.update(resting_until=None)
    run_due()


def is_signed(call, secret):
    head = call["headers"]
    signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.{call['body']}".encode()
    right = hmac.digest(b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256)
    offered = [b64decode(each.removeprefix("v1,")) for each in head["webhook-signature"].split()]
    return right in offered


def test_the_signature_is_that_of_standard_webhooks():
    secret, message = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W"
    body = (
        '{"type":"contact.created","timestamp":"2022-11-03T20:26:10.344522Z",'
        '"data":{"id":"1f81eb52-5198-4599-803e-771906343485"}}'
    )
    assert signature(secret, message, 1674087231, body) == "v1,h3K+JvNEpqwEV5EEXNBvEcENyob59Aj+1th1gpRqUpA="


def test_how_a_notification_ended_is_told_without_its_words(endpoint, receiver, settled):
    new = settled()
    run_due()
    [call] = receiver.ledger
    told = json.loads(call["body"])
    assert told["type"] == "notification.settled"
    assert (told["data"]["id"], told["data"]["state"]) == (str(new.public_id), "cancelled")
    assert told["data"]["category"] == "payment" and told["data"]["settled_at"]
    assert "5 EUR" not in call["body"]
    assert is_signed(call, endpoint.secret)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.answered, delivery.message_id) == ("accepted", 204, call["headers"]["webhook-id"])


def test_what_is_held_back_from_the_beginning_is_told_too(endpoint, receiver, payment, dave):
    OptOut.objects.create(customer=dave, category=payment)
    notify(category=payment, customer=dave, variables={"amount": "5"}, source="test")
    run_due()
    assert json.loads(receiver.ledger[0]["body"])["data"]["why"] == "opted_out"


def test_where_nobody_listens_nothing_is_written(settled, endpoint, admin):
    endpoint.deactivate(by=admin)
    settled()
    assert not WebhookDelivery.objects.exists()


def test_it_is_told_if_and_only_if_it_happened(endpoint, settled):
    from django.db import transaction

    with transaction.atomic():
        settled()
        assert WebhookDelivery.objects.count() == 1
        transaction.set_rollback(True)
    assert not WebhookDelivery.objects.exists()


@pytest.mark.parametrize("fault", [Fault("down", 503), Fault("moved", 302), Fault("reset")])
def test_what_is_not_taken_is_tried_again_under_the_same_id(endpoint, receiver, settled, fault):
    receiver.faults.next = [fault]
    settled()
    run_due()
    waiting = WebhookDelivery.objects.get()
    assert waiting.state == State.ARMED and waiting.due_at > waiting.called_at
    due_now()
    first, second = receiver.ledger
    assert first["headers"]["webhook-id"] == second["headers"]["webhook-id"]
    assert first["body"] == second["body"]
    assert WebhookDelivery.objects.get().state == "accepted"


def test_it_is_given_up_after_three_days_and_can_be_replayed(endpoint, receiver, settled, desk_of, admin):
    settled()
    WebhookDelivery.objects.update(not_after=Now())
    run_due()
    failed = WebhookDelivery.objects.get()
    assert failed.state == "failed" and not receiver.ledger
    answer = desk_of(admin).post(f"{PAGES}{endpoint.pk}/replays/{failed.pk}/")
    assert answer.status_code == 302
    run_due()
    assert receiver.ledger[0]["headers"]["webhook-id"] == failed.message_id
    assert Event.objects.filter(name="webhook.replayed").count() == 1


def test_the_pauses_make_three_days_together():
    total = 0.0
    for attempts in range(1, WebhookDelivery.most_attempts):
        pauses = [WebhookDelivery(attempts=attempts).pause() for _time in range(20)]
        assert len(set(pauses)) > 1
        total += sum(pauses) / len(pauses)
    assert timedelta(days=2, hours=18) < timedelta(seconds=total) < timedelta(days=3, hours=6)


def test_one_that_is_gone_is_switched_off_and_what_waited_can_be_replayed(endpoint, receiver, settled, admin):
    receiver.faults.next = [Fault("gone", 410)]
    settled()
    settled()
    WebhookDelivery.objects.order_by("-pk").first().endpoint.rest()
    WebhookEndpoint.objects.update(resting_until=None)
    run_due()
    endpoint.refresh_from_db()
    assert (endpoint.is_active, endpoint.off_because) == (False, "gone")
    assert len(receiver.ledger) == 1
    assert not WebhookDelivery.objects.exclude(state=State.FAILED).exists()
    assert not WebhookDelivery.objects.first().replay(by=admin)
    endpoint.activate(by=admin)
    assert WebhookDelivery.objects.first().replay(by=admin)


@pytest.mark.requirement("R4")
def test_an_address_of_our_own_network_is_not_called(endpoint, receiver, settled, settings):
    settings.OUTGOING_ALLOWED_NETWORKS = []
    settled()
    run_due()
    assert not receiver.ledger
    assert (WebhookDelivery.objects.get().state, WebhookDelivery.objects.get().error) == ("failed", "private")


def test_two_secrets_sign_while_the_receiver_changes_over(endpoint, receiver, settled, admin):
    former = endpoint.secret
    endpoint.renew_secret(by=admin)
    settled()
    run_due()
    assert endpoint.secret != former
    assert is_signed(receiver.ledger[0], former) and is_signed(receiver.ledger[0], endpoint.secret)

    WebhookEndpoint.objects.update(former_until=Now())
    settled()
    run_due()
    assert not is_signed(receiver.ledger[1], former) and is_signed(receiver.ledger[1], endpoint.secret)


def test_a_slow_receiver_leaves_a_line_to_the_others(endpoint, receiver, settled, admin):
    """It is sent three at most at once; the fourth thread of the lane finds the other's."""
    other = WebhookEndpoint.make(url=f"{receiver.url}/b", kinds=["notification.settled"], by=admin)
    for _time in range(5):
        settled()
    of_slow = WebhookDelivery.objects.filter(endpoint=endpoint)
    going_on = list(of_slow.values_list("pk", flat=True)[:AT_ONE_ENDPOINT])
    of_slow.filter(pk__in=going_on).update(state=State.CALLING, due_at=Now() + timedelta(seconds=15))
    run_due()
    assert {call["path"] for call in receiver.ledger} == {"/b"}
    assert WebhookDelivery.objects.filter(endpoint=other, state="accepted").count() == 5
    assert of_slow.filter(state=State.ARMED).count() == 2


def test_one_that_failed_rests_and_holds_no_thread(endpoint, receiver, settled):
    receiver.faults.of_target = {"/a": Fault("down", 503)}
    settled()
    settled()
    run_due()
    assert len(receiver.ledger) == 1
    assert not Deliveries().due(Now()).exists()


def test_one_whose_sender_died_in_the_call_is_sent_again(endpoint, receiver, settled):
    settled()
    WebhookDelivery.objects.update(state=State.CALLING, called_at=Now(), due_at=Now(), attempts=1)
    for _ask in range(3):
        WebhookDelivery.objects.exclude(due_at=None).update(due_at=Now())
        run_due()
    assert len(receiver.ledger) == 1
    assert WebhookDelivery.objects.get().state == "accepted"


def test_the_log_is_kept_for_a_month(endpoint, settled, receiver):
    settled()
    run_due()
    forget_old_deliveries()
    assert WebhookDelivery.objects.count() == 1
    WebhookDelivery.objects.update(created_at=F("created_at") - timedelta(days=31))
    forget_old_deliveries()
    assert not WebhookDelivery.objects.exists()


def test_its_pages_make_it_show_its_secret_once_try_it_and_switch_it_off(desk_of, admin, receiver, settings):
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    page = desk_of(admin)
    made = page.post(PAGES + "new/", {"url": f"{receiver.url}/a", "kinds": ["notification.settled"]})
    endpoint = WebhookEndpoint.objects.get()
    assert endpoint.secret in made.text and made.headers["Cache-Control"] == "no-store"
    here = f"{PAGES}{endpoint.pk}/"
    assert page.post(here + "test/").status_code == 302
    run_due()
    assert json.loads(receiver.ledger[0]["body"])["type"] == "webhook.test"
    shown = page.get(here).text
    assert "webhook.test" in shown and "204" in shown and "whsec_" not in shown
    assert page.get(here + "log/").text.count("webhook.test") == 1
    assert page.post(here, {"url": f"{receiver.url}/b", "kinds": ["notification.settled"]}).status_code == 302
    assert page.post(here + "activation/").status_code == 302
    endpoint.refresh_from_db()
    assert endpoint.url.endswith("/b") and not endpoint.is_active
    assert page.post(here + "test/").status_code == 404


@pytest.mark.parametrize(
    "url", ["", "bank", "ftp://bank.example/x", "http://bank.example/x", "https://a:b@bank.example/"]
)
def test_an_address_that_is_none_is_told_and_kept_in_the_form(desk_of, admin, url):
    answer = desk_of(admin).post(PAGES + "new/", {"url": url, "kinds": ["notification.settled"]})
    assert answer.status_code == 422
    assert not WebhookEndpoint.objects.exists()
    assert not url or f'value="{url}"' in answer.text
