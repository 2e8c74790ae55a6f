"""Whose device it is: told by a visitor's token, by a site's signed word, or by a colleague's own session."""

import json

import pytest

from chat.directory import directory
from core import limits as core_limits
from customers.models import Customer
from embedded.providers.webpush import Subscription
from notifications.models import Device
from notifications.push import registering
from notifications.push.addresses import masked
from tests.chat.conftest import Browser, heron, signed  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R102")]
HERE = "/push/devices"


@pytest.fixture(autouse=True)
def _counted_here(monkeypatch):
    monkeypatch.setattr(core_limits.breaker, "allows", lambda: False)
    core_limits._local().storage.reset()
    directory.forget()


@pytest.fixture
def subscription():
    return Subscription("1", "https://push.example/send/abcdef").words


@pytest.fixture
def ask(client):
    def send(verb, body, *, token="", origin="https://heron.example"):
        headers = {"Origin": origin, "Authorization": f"Bearer {token}" if token else ""}
        headers = {name: value for name, value in headers.items() if value}
        return client.generic(verb, HERE, json.dumps(body), content_type="application/json", headers=headers)

    return send


@pytest.fixture
def visitor(heron):  # noqa: F811
    browser = Browser(heron)
    browser.arrive()
    return browser


def test_a_visitors_browser_becomes_a_device_of_whoever_the_visitor_is(ask, visitor, subscription):
    assert ask("POST", {"subscription": subscription, "language": "ru-RU"}, token=visitor.token).status_code == 204
    assert ask("POST", {"subscription": subscription}, token=visitor.token).status_code == 204

    device = Device.objects.get()
    assert device.kind == "webpush" and device.customer == Customer.objects.get()
    assert json.loads(device.address)["endpoint"] == subscription["endpoint"]


def test_an_app_tells_its_token_with_the_banks_signature(ask, heron):  # noqa: F811
    body = {"site": heron.key, "identity": signed(heron, "dave"), "token": "abc:APA91", "platform": "android"}
    assert ask("POST", body, origin="").status_code == 204

    device = Device.objects.get()
    assert (device.kind, device.platform, device.address) == ("fcm", "android", "abc:APA91")
    assert device.customer.identities.filter(kind="widget", value=f"{heron.key}:dave").exists()


def test_the_next_one_to_sign_in_on_a_device_has_it(ask, heron, subscription):  # noqa: F811
    for name in ("dave", "eve"):
        ask("POST", {"site": heron.key, "identity": signed(heron, name), "subscription": subscription})

    assert Device.objects.get().customer.identities.get(kind="widget").value == f"{heron.key}:eve"


def test_only_its_owner_forgets_a_device(ask, heron, subscription):  # noqa: F811
    mine = {"site": heron.key, "identity": signed(heron, "dave"), "subscription": subscription}
    ask("POST", mine)
    ask("DELETE", mine | {"identity": signed(heron, "eve")})
    assert Device.objects.live().exists()

    assert ask("DELETE", mine).status_code == 204
    assert Device.objects.get().dead_because == "unsubscribed"
    ask("POST", mine)
    assert Device.objects.live().exists()


@pytest.mark.parametrize("who", [{}, {"identity": "no.jwt.here"}, {"site": "", "identity": "x"}])
def test_a_stranger_registers_nothing(ask, heron, subscription, who):  # noqa: F811
    assert ask("POST", {"site": heron.key, "subscription": subscription} | who).status_code in (401, 403)
    assert not Device.objects.exists()


def test_a_page_of_another_site_may_not(ask, visitor, subscription):
    answer = ask("POST", {"subscription": subscription}, token=visitor.token, origin="https://evil.example")
    assert answer.status_code == 403
    assert not Device.objects.exists()


def broken(subscription):
    keys = subscription["keys"]
    yield subscription | {"endpoint": "javascript:alert(1)"}
    yield subscription | {"endpoint": "https://push.example/" + "x" * 1000}
    yield subscription | {"endpoint": 7}
    yield subscription | {"keys": keys | {"auth": "short"}}
    yield subscription | {"keys": keys | {"p256dh": "ы" * 87}}
    yield {"endpoint": "https://push.example/"}
    yield "a word"


def test_what_no_browser_gave_out_is_refused_in_words(ask, visitor, subscription):
    for wrong in broken(subscription):
        answer = ask("POST", {"subscription": wrong}, token=visitor.token)
        assert answer.status_code == 422, wrong
        assert answer.json()["error"]["message"] == "This is not the subscription of a browser."
    for wrong in ({"token": "a b"}, {"token": "abc", "platform": "fridge"}, {"platform": "ios"}, {}):
        assert ask("POST", wrong, token=visitor.token).status_code == 422, wrong
    assert not Device.objects.exists()


def test_who_has_many_devices_keeps_those_seen_last(dave):
    for number in range(registering.MOST + 3):
        registering.keep(kind="fcm", platform="ios", address=f"token-{number}", customer=dave)

    assert Device.objects.live().count() == registering.MOST
    assert set(Device.objects.exclude(dead_at=None).values_list("dead_because", flat=True)) == {"too_many"}


def test_a_colleague_subscribes_with_a_session_of_his_own(desk_of, alice, bob, subscription):
    desk = desk_of(alice)
    assert desk.post("/desk/push/devices/", subscription, content_type="application/json").status_code == 204
    assert Device.objects.get().user == alice

    desk_of(bob).delete("/desk/push/devices/", subscription, content_type="application/json")
    assert Device.objects.live().exists()
    assert desk.delete("/desk/push/devices/", subscription, content_type="application/json").status_code == 204
    assert not Device.objects.live().exists()
    assert desk.post("/desk/push/devices/", "[]", content_type="application/json").status_code == 422
    strict = desk_of(alice, enforce_csrf_checks=True)
    assert strict.post("/desk/push/devices/", subscription, content_type="application/json").status_code == 403


def test_an_address_is_never_shown_whole(dave, subscription):
    app = Device.register(kind="fcm", platform="ios", address="secret-token", customer=dave)
    web = Device.register(kind="webpush", platform="web", address=json.dumps(subscription), customer=dave)

    assert masked(app) == "…oken"
    assert masked(web) == "push.example/…cdef"


def test_the_worker_may_rule_the_whole_site_and_the_key_is_for_everybody(client):
    worker = client.get("/push/worker.js")
    assert worker["Service-Worker-Allowed"] == "/" and worker["Content-Type"].startswith("text/javascript")
    key = client.get("/push/key")
    assert len(key.json()["key"]) == 87 and key["Access-Control-Allow-Origin"] == "*"


def test_the_desks_worker_shows_pushes_too(client):
    assert 'importScripts("/push/worker.js")' in client.get("/desk/worker.js").text


def test_without_a_key_nobody_is_asked_to_subscribe(client, settings):
    settings.VAPID_PRIVATE_KEY = ""
    assert client.get("/push/key").json() == {"key": ""}


RENEWED = "/push/renewed"


@pytest.fixture
def renew(client):
    return lambda body: client.post(RENEWED, json.dumps(body), content_type="application/json").status_code


@pytest.fixture
def renewed():
    return Subscription("2", "https://push.example/send/renewed").words


def test_a_browser_that_changes_its_subscription_stays_the_same_persons_device(
    ask, visitor, subscription, renew, renewed
):
    ask("POST", {"subscription": subscription}, token=visitor.token)

    assert renew({"was": subscription, "subscription": renewed}) == 204
    device = Device.objects.live().get()
    assert json.loads(device.address)["endpoint"] == renewed["endpoint"] and device.customer == Customer.objects.get()
    # Told again, it is known already.
    assert renew({"was": subscription, "subscription": renewed}) == 404
    assert Device.objects.live().get() == device


def test_only_who_knows_the_whole_old_subscription_may_renew_it(ask, visitor, subscription, renew, renewed):
    ask("POST", {"subscription": subscription}, token=visitor.token)

    guessed = subscription | {"keys": Subscription("3", subscription["endpoint"]).words["keys"]}
    assert renew({"was": guessed, "subscription": renewed}) == 404
    assert renew({"was": subscription}) == 400
    assert renew({"was": subscription, "subscription": {"endpoint": "https://push.example/"}}) == 400
    assert json.loads(Device.objects.live().get().address)["endpoint"] == subscription["endpoint"]


def test_who_wished_to_hear_no_more_is_not_renewed(ask, visitor, subscription, renew, renewed):
    ask("POST", {"subscription": subscription}, token=visitor.token)
    ask("DELETE", {"subscription": subscription}, token=visitor.token)

    assert renew({"was": subscription, "subscription": renewed}) == 404
    assert not Device.objects.live().exists()
