"""R105: cascades run against local providers with chosen faults, and their ledger says what came of it."""

import json
import threading
from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from django.db.models import F
from django.test import Client

from core.sweeps.claiming import run_due
from customers.models import Customer
from embedded.providers import devices
from embedded.providers.process import Providers
from notifications import figures
from notifications.bench.faults import TROUBLES
from notifications.bench.running import finish, lanes_of, start
from notifications.models import Category, Device, Figure, Notification, Step, TestRun
from tests.browser.serving import wait_until

pytestmark = [pytest.mark.requirement("R105"), pytest.mark.django_db]
FAULTS = list(TROUBLES)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def providers(settings, monkeypatch):
    """The real process, in this one; what it would post to us waits in `heard` until the test lets it come in."""
    local = Providers().start()
    local.heard = []
    local.twilio.carry = lambda url, words, headers: local.heard.append(("post", url, words, headers))
    local.twilio.every = 0
    monkeypatch.setattr(devices, "_posted", lambda url, body: local.heard.append(("receipt", url, body, {})) or 204)
    settings.TEST_PROVIDERS_URL = local.url
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    yield local
    local.stop()


@pytest.fixture
def card():
    return Category.objects.get(slug="card-transaction")


@pytest.fixture
def browser(client, admin):
    client.force_login(admin)
    return client


def let_in(providers, *, callbacks=0):
    """What the far side has said so far, and at least so many callbacks."""
    wait_until(lambda: sum(each[0] == "post" for each in providers.heard) >= callbacks, what=f"{callbacks} callbacks")
    waiting, providers.heard[:] = list(providers.heard), []
    for kind, url, words, headers in waiting:
        parts = urlsplit(url)
        address = f"{parts.path}?{parts.query}" if parts.query else parts.path
        if kind == "receipt":
            answer = Client().post(address, words, content_type="application/json")
        else:
            given = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
            body = urlencode(words)
            answer = Client(enforce_csrf_checks=True).post(address, body, content_type=FORM, **given)
        assert answer.status_code in (200, 204), (kind, answer.status_code)


def later(run, seconds):
    Notification.objects.filter(source=run.source).exclude(due_at=None).update(
        due_at=F("due_at") - timedelta(seconds=seconds)
    )
    run_due()


def age(run):
    """Long enough that nothing more is to come."""
    back = timedelta(minutes=1)
    Step.objects.filter(notification__source=run.source).update(
        accepted_at=F("accepted_at") - back, settled_at=F("settled_at") - back
    )


def test_without_providers_the_page_says_how_to_start_them(browser, settings):
    settings.TEST_PROVIDERS_URL = ""
    page = browser.get("/notifications/bench/")
    assert page.status_code == 200
    assert "python -m embedded.providers" in page.text and '<form method="post" novalidate>' not in page.text


def test_a_run_tells_customers_of_its_own_by_the_local_providers_whatever_is_set_up(providers, card, admin, settings):
    settings.CONSOLE_PROVIDERS = True
    run = start(category=card, count=2, faults=["no_receipt"], by=admin)
    run_due()
    assert len(providers.fcm.ledger) + len(providers.webpush.ledger) == 2
    later(run, 10)
    assert len(providers.twilio.ledger) == 2
    assert set(Step.objects.filter(notification__source=run.source).values_list("provider", flat=True)) <= {
        "fcm", "webpush", "twilio",
    }  # fmt: skip


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if TROUBLES[fault].texts and fault != "lost_answer"])
def test_with_each_fault_that_leaves_no_proof_in_time_exactly_one_sms_goes(providers, card, admin, fault):
    run = start(category=card, count=2, faults=[fault], by=admin)
    run_due()
    later(run, 10)
    let_in(providers, callbacks=12 if fault == "doubled_callbacks" else 6)
    age(run)
    assert [(lane.texts, lane.stands) for lane in lanes_of(run)] == [(1, "good")] * 2


@pytest.mark.parametrize("fault", ["none", "doubled_receipt"])
def test_a_proof_in_time_stops_the_sms(providers, card, admin, fault, monkeypatch):
    monkeypatch.setattr(threading.Timer, "start", lambda timer: timer.function(*timer.args))
    run = start(category=card, count=2, faults=[fault], by=admin)
    run_due()
    assert len(providers.heard) == 2 * (2 if fault == "doubled_receipt" else 1)
    let_in(providers)
    later(run, 10)
    age(run)
    assert [(lane.texts, lane.stands) for lane in lanes_of(run)] == [(0, "good")] * 2


def test_callbacks_out_of_order_leave_it_delivered(providers, card, admin):
    run = start(category=card, count=1, faults=["disorder"], by=admin)
    run_due()
    later(run, 10)
    wait_until(lambda: len(providers.heard) == 3, what="three callbacks")
    assert [words["MessageStatus"] for _kind, _url, words, _headers in providers.heard] == [
        "delivered",
        "sent",
        "queued",
    ]
    let_in(providers)
    assert Step.objects.get(channel="sms", notification__source=run.source).state == "delivered"


def test_a_callback_that_nobody_signed_is_refused(providers, card, admin):
    run = start(category=card, count=1, faults=["no_receipt"], by=admin)
    run_due()
    later(run, 10)
    step = Step.objects.get(channel="sms", notification__source=run.source)
    address = f"/notifications/bench/callback/?ref={step.reference.hex}"
    forged = Client().post(address, {"MessageSid": "SM1", "MessageStatus": "delivered"}, HTTP_X_TWILIO_SIGNATURE="x")
    assert forged.status_code == 403
    step.refresh_from_db()
    assert step.state == "accepted"


def test_the_verdict_is_the_ledgers_and_would_find_a_second_sms(providers, card, admin):
    run = start(category=card, count=1, faults=["no_receipt"], by=admin)
    run_due()
    later(run, 10)
    providers.twilio.ledger.append(dict(providers.twilio.ledger[0]))
    assert [lane.stands for lane in lanes_of(run)] == ["bad"]


def test_nothing_of_a_run_counts_in_the_figures(providers, card, admin):
    start(category=card, count=2, faults=["no_receipt"], by=admin)
    run_due()
    figures.roll()
    assert not Figure.objects.exists()


def test_its_customers_go_and_what_was_proved_stays(providers, card, admin):
    run = start(category=card, count=3, faults=["no_receipt", "unregistered"], by=admin)
    run_due()
    later(run, 10)
    let_in(providers, callbacks=9)
    age(run)
    before = Customer.objects.count()
    TestRun.objects.filter(pk=run.pk).update(due_at=F("started_at"))
    run_due()
    run.refresh_from_db()
    assert Customer.objects.count() == before - 3 and not Device.objects.exists()
    assert not Notification.objects.filter(source=run.source).exists()
    assert Counter(each["stands"] for each in run.results) == {"good": 3} and not run.is_kept


def test_a_run_ends_even_when_the_providers_have_gone(providers, card, admin, settings):
    run = start(category=card, count=1, faults=["no_receipt"], by=admin)
    settings.TEST_PROVIDERS_URL = "http://127.0.0.1:9"
    finish(run)
    run.refresh_from_db()
    assert run.results == [] and not Customer.objects.filter(name__startswith="Test bench").exists()


def test_the_page_starts_a_run_and_draws_it(providers, browser, card):
    asked = {"category": card.pk, "count": 3, "faults": ["no_receipt", "outage"]}
    answer = browser.post("/notifications/bench/", asked)
    run = TestRun.objects.get()
    assert answer.status_code == 302 and answer["Location"] == f"/notifications/bench/{run.pk}/"
    run_due()
    page = browser.get(f"/notifications/bench/{run.pk}/now/")
    assert page.text.count('id="lane-') == 6 and 'hx-trigger="every 1s"' in page.text
    assert "<html" not in page.text


@pytest.mark.parametrize(
    "wrong", [{"count": 0}, {"count": 51}, {"faults": []}, {"faults": ["flood"]}, {"category": 0}, {"count": "many"}]
)
def test_what_makes_no_sense_is_said_and_starts_nothing(providers, browser, card, wrong):
    answer = browser.post("/notifications/bench/", {"category": card.pk, "count": 3, "faults": ["none"]} | wrong)
    assert answer.status_code == 422 and not TestRun.objects.exists()


def test_providers_that_went_away_leave_no_run_behind(providers, browser, card, settings):
    settings.TEST_PROVIDERS_URL = "http://127.0.0.1:9"
    answer = browser.post("/notifications/bench/", {"category": card.pk, "count": 3, "faults": ["none"]})
    assert answer.status_code == 422
    assert not TestRun.objects.exists() and not Customer.objects.filter(name__startswith="Test bench").exists()


def test_the_process_keeps_what_was_said_to_itself(providers, card, admin):
    start(category=card, count=1, faults=["no_receipt"], by=admin)
    run_due()
    ledger = json.dumps(providers.ledger_of(set()))
    assert "target" in ledger and "12.50" not in ledger
