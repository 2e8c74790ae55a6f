"""S-64: who cannot prove that he is the provider leaves nothing behind."""

import gzip
import json
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from django.db.models.functions import Now
from django.test import Client, RequestFactory
from twilio.request_validator import RequestValidator

from core.sweeps.claiming import run_due
from embedded.providers.twilio import signature_of
from messengers.models import Messenger, RawEvent
from messengers.sms import webhook
from tests.messengers.posting import FORM, post

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R103")]
VECTORS = Path(__file__).parents[3] / "shared/data/payloads/signature_vectors.json"
WORDS = {"MessageSid": "SM1", "From": "+380441234567", "Body": "Привет & hello", "SmsStatus": "received", "ToCity": ""}


def messenger_of(token="secret", **fields):
    credentials = {"account_sid": "AC" + "1" * 32, "auth_token": token, "sender": "+15551234567"}
    fields = {"is_active": True, "credentials": json.dumps(credentials)} | fields
    return Messenger.objects.create(kind="sms", name="Ours", **fields)


@pytest.fixture
def ours(settings):
    settings.PUBLIC_URL = "https://desk.example.com"
    return messenger_of()


def signature(url, words, token="secret"):
    return signature_of(url, words, token)


def test_a_signed_request_is_kept_and_a_repeat_changes_nothing(ours):
    good = signature(ours.address, WORDS)
    assert post(ours.address, WORDS, good).status_code == 200
    run_due()
    first = RawEvent.objects.values().get()
    assert first["outcome"] == RawEvent.Outcome.KEPT and first["processed_at"]

    assert post(ours.address, WORDS, good).status_code == 200
    run_due()
    assert RawEvent.objects.values().get() == first


def test_what_is_kept_cannot_be_read_in_the_database(ours):
    post(ours.address, WORDS, signature(ours.address, WORDS))

    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM messengers_rawevent")
        [(body,)] = cursor.fetchall()
    assert "hello" not in body and "hello" in RawEvent.objects.get().body


def forgeries(ours):
    address, good = ours.address, signature(ours.address, WORDS)
    name = "X-Twilio-Signature"
    other = messenger_of("another secret")
    packed = gzip.compress(urlencode(WORDS).encode())
    raw = urlencode(WORDS).encode()
    return {
        "no signature": (address, WORDS, {}),
        "an empty one": (address, WORDS, {name: ""}),
        "a wrong one": (address, WORDS, {name: good[name][::-1]}),
        "of another body": (address, WORDS | {"Body": "Other"}, good),
        "one byte changed": (address, raw.replace(b"hello", b"hallo"), good),
        "one byte more": (address, raw + b"&a=b", good),
        "another address": (address + "?ref=1", WORDS, good),
        "another messenger's secret": (address, WORDS, signature(address, WORDS, "another secret")),
        "signed for another messenger": (other.address, WORDS, signature(address, WORDS, "another secret")),
        "packed": (address, packed, good | {"Content-Encoding": "gzip"}),
        "packed without a word": (address, packed, good),
        "more fields than anybody reads": (address, b"&".join(b"f%d=1" % n for n in range(300)), good),
        "as JSON": (address, json.dumps(WORDS).encode(), good),
        "an unknown algorithm": (address, WORDS, good | {"X-Twilio-Webhooks-Signature-Settings": "algorithm=NONE"}),
        "no such messenger": (address[:-2] + "x/", WORDS, good),
        "no such kind": (address.replace("/sms/", "/fax/"), WORDS, good),
        "another kind": (address.replace("/sms/", "/email/"), WORDS, good),
    }


@pytest.mark.parametrize("number", range(17))
def test_whatever_proves_nothing_is_refused_and_leaves_nothing(ours, number):
    cases = forgeries(ours)
    assert len(cases) == 17
    what, (address, words, headers) = list(cases.items())[number]

    assert post(address, words, headers).status_code == 403, what
    assert not RawEvent.objects.exists(), what


@pytest.mark.parametrize(
    "fields",
    [{"is_active": False}, {"credentials": ""}, {"credentials": '{"auth_token": ""}'}, {"of_environment": True}],
)
def test_without_its_secret_or_switched_off_it_takes_nothing(settings, fields):
    settings.PUBLIC_URL = "https://desk.example.com"
    messenger = messenger_of(**fields)
    for token in ("secret", ""):
        assert post(messenger.address, WORDS, signature(messenger.address, WORDS, token)).status_code == 403
    assert not RawEvent.objects.exists()


def test_it_takes_nothing_but_a_post(ours):
    path = urlsplit(ours.address).path
    for verb in ("get", "put", "patch", "delete"):
        assert getattr(Client(), verb)(path).status_code == 405


@pytest.mark.skipif(not VECTORS.exists(), reason="the samples are not on this machine")
@pytest.mark.parametrize(
    "vector",
    [each for each in json.loads(VECTORS.read_text()) if each["vendor"] == "twilio"] if VECTORS.exists() else [None],
    ids=lambda each: each["expected"][:6] if each else "",
)
def test_known_signatures_are_accepted_and_not_with_a_byte_changed(settings, vector):
    parts = urlsplit(vector["url"])
    settings.PUBLIC_URL = f"{parts.scheme}://{parts.netloc}"
    messenger = messenger_of(vector["token"])
    body = urlencode(vector["params"]).encode()
    headers = {"X-Twilio-Signature": vector["expected"]}
    if "algorithm" in vector:
        headers["X-Twilio-Webhooks-Signature-Settings"] = f"key=k,algorithm={vector['algorithm']}"

    def genuine(body=body, url=vector["url"], **more):
        path = url.removeprefix(settings.PUBLIC_URL)
        request = RequestFactory().post(path, body, content_type=FORM, headers=headers | more)
        return webhook.is_genuine(request, messenger)

    assert genuine()
    for place in range(len(body)):
        changed = bytearray(body)
        changed[place] ^= 1
        assert not genuine(bytes(changed)), changed
    assert not genuine(url=vector["url"][:-1] + "x")
    assert not genuine(**{"X-Twilio-Signature": vector["expected"][:-2] + "A="})


def test_a_body_that_is_not_a_form_is_known_by_its_digest(ours):
    body = b'{"MessageSid":"SM1"}'
    url = f"{ours.address}?bodySHA256={sha256(body).hexdigest()}"
    good = {"X-Twilio-Signature": RequestValidator("secret").compute_signature(url, {})}

    assert post(url, body, good).status_code == 200
    assert RawEvent.objects.count() == 1
    assert post(url, body.replace(b"1", b"2"), good).status_code == 403
    assert RawEvent.objects.count() == 1


def test_a_key_of_webhooks_signs_as_well(settings):
    settings.PUBLIC_URL = "https://desk.example.com"
    credentials = {"account_sid": "AC" + "1" * 32, "auth_token": "secret", "sender": "Ours", "webhook_key": "another"}
    messenger = messenger_of(credentials=json.dumps(credentials))
    computed = RequestValidator("another").compute_signature(messenger.address, WORDS, "HMAC_SHA256")
    headers = {"X-Twilio-Signature": computed, "X-Twilio-Webhooks-Signature-Settings": "key=k,algorithm=HMAC_SHA256"}

    assert post(messenger.address, WORDS, headers).status_code == 200


def test_what_is_not_understood_is_tried_ten_times_and_then_waits_for_a_person(ours, admin, desk_of):
    words = {"MessageSid": "SM1", "MessageStatus": "sent"}
    post(ours.address, words, signature(ours.address, words))
    for _ in range(12):
        RawEvent.objects.exclude(due_at=None).update(due_at=Now())
        run_due()
    event = RawEvent.objects.get()
    assert (event.outcome, event.attempts, event.due_at) == (RawEvent.Outcome.GIVEN_UP, 10, None)

    desk_of(admin).post(
        "/admin/messengers/rawevent/", {"action": "process_again", "_selected_action": [event.pk]}, follow=True
    )
    event.refresh_from_db()
    assert event.due_at and event.attempts == 0


def test_an_installation_with_twilio_in_its_environment_has_its_messenger(settings):
    settings.MESSENGERS = {"sms": {"account_sid": "AC1", "auth_token": "secret", "sender": "+15551234567"}}
    made = Messenger.of("sms")
    assert made == Messenger.of("sms") and made.secrets["auth_token"] == "secret"
    assert made.credentials == ""

    Messenger.objects.update(is_active=False)
    assert Messenger.of("sms") is None


def test_the_admin_switches_on_only_what_has_its_secret(admin, desk_of):
    browser = desk_of(admin)
    browser.post("/admin/messengers/messenger/add/", {"kind": "sms", "name": "Ours"})
    messenger = Messenger.objects.get()
    page = f"/admin/messengers/messenger/{messenger.pk}/change/"
    assert browser.post(page, {"name": "Ours", "is_active": "on", "sender": "Ours"}).status_code == 200
    assert not Messenger.objects.get().is_active

    good = {"account_sid": "AC" + "1" * 32, "auth_token": "hush-hush", "sender": "+15551234567"}
    assert browser.post(page, {"name": "Ours", "is_active": "on", **good}).status_code == 302
    assert Messenger.of("sms").secrets["auth_token"] == "hush-hush"
    shown = browser.get(page).text
    assert "hush-hush" not in shown and messenger.address in shown

    # A secret left empty stays.
    browser.post(page, {"name": "Renamed", "is_active": "on", **good, "auth_token": ""})
    assert Messenger.of("sms").secrets["auth_token"] == "hush-hush"
