"""R104 in a real browser: a push reaches the service worker, its receipt spares the SMS, and without it the SMS goes.

The browser's own push service is out of reach: a local one gives the subscription and reads what pywebpush sent, and
DevTools hands that over to the worker. All else is real.
"""

import json
from contextlib import suppress

import pytest
from playwright.sync_api import expect

from chat.toy_bank import DAVE
from chat.views.bank import SITE_KEY
from core.sends import State
from core.sweeps.claiming import run_due
from customers.models import Identity
from embedded.providers.webpush import WebPush
from notifications.models import Category, Device, Notification, Step, Template
from notifications.notifying import notify
from tests.browser.serving import PATIENCE, wait_until

pytestmark = pytest.mark.requirement("R102", "R104")

# What the browser would get from the push service of its maker.
SUBSCRIBED = """
  const words = %s
  let kept = null
  const given = { endpoint: words.endpoint, options: {}, toJSON: () => words, unsubscribe: async () => !(kept = null) }
  PushManager.prototype.subscribe = async () => (kept = given)
  PushManager.prototype.getSubscription = async () => kept
"""


@pytest.fixture(scope="module")
def chromium(notifying_chromium):
    return notifying_chromium


@pytest.fixture
def service(settings, web):
    server = WebPush().start()
    settings.PUBLIC_URL = web.url
    settings.OUTGOING_ALLOWED_NETWORKS = ["127.0.0.0/8"]
    settings.CONSOLE_PROVIDERS = True
    yield server
    server.stop()


@pytest.fixture
def payments(transactional_db):
    """Push, and after four seconds SMS; a tap leads to the payment."""
    category = Category.objects.create(
        slug="payment", name="Payment", variables=[{"name": "amount", "example": "5 EUR", "secret": False}]
    )
    push = {"title": "{amount} at Corner Café", "link": "/demo/bank/cards/"}
    Template.objects.create(category=category, channel="push", language="en", body="Card ·· 4417", **push)
    Template.objects.create(category=category, channel="sms", language="en", body="Paid {amount}")
    return category


@pytest.fixture
def bank(web, cards, host_site):
    """The demo bank, on our own address. The web process remembers sites by their keys, so the secret never changes."""
    from chat.models import Site

    return Site.objects.create(
        name="Heron Bank", key=SITE_KEY, identity_secret="a secret of the bank", department=cards
    )


class Phone:
    """Dave's browser: the bank's page, and the worker behind it."""

    def __init__(self, page, service):
        self.page, self.service = page, service
        self.subscription = service.subscribe()
        self.registrations: dict[str, str] = {}
        page.context.grant_permissions(["notifications"])
        script = SUBSCRIBED % json.dumps(self.subscription.words)
        page.context.add_init_script(script)
        page.evaluate(f"() => {{ {script} }}")
        self.devtools = page.context.new_cdp_session(page)
        self.devtools.on("ServiceWorker.workerRegistrationUpdated", self._note)
        self.errors: list[dict] = []
        self.devtools.on("ServiceWorker.workerErrorReported", lambda event: self.errors.append(event))
        self.devtools.send("ServiceWorker.enable")

    def _note(self, event):
        self.registrations |= {each["scopeURL"]: each["registrationId"] for each in event["registrations"]}

    def switch(self):
        return self.page.get_by_role("switch", name="Tell me on this device")

    def subscribe(self, url):
        self.page.goto(url)
        self.switch().check()
        expect(self.page.locator("[data-state=on]")).to_be_visible()

    def deliver(self, entry, *, place="/"):
        """As its push service would: to the worker, whatever page is open."""
        scope = self.page.evaluate(f"navigator.serviceWorker.getRegistration('{place}').then((one) => one.scope)")
        self.devtools.send(
            "ServiceWorker.deliverPushMessage",
            {
                "origin": scope.removesuffix(place),
                "registrationId": self.registrations[scope],
                "data": json.dumps(entry["payload"]),
            },
        )

    def see(self, entry, *, place="/"):
        """DevTools hands over once and hears nothing; a push service delivers again what no browser has confirmed."""

        def on_screen():
            return [each for each in self.shown(place) if each["tag"] == entry["payload"]["notification_id"]]

        self.deliver(entry, place=place)
        with suppress(AssertionError):
            return wait_until(on_screen, PATIENCE / 3)
        assert not self.errors
        self.deliver(entry, place=place)
        return wait_until(on_screen, what="the push on the screen")

    def shown(self, place="/"):
        return self.page.evaluate(
            """async (place) => {
              const registration = await navigator.serviceWorker.getRegistration(place)
              const shown = await registration.getNotifications()
              return shown.map(({ title, body, tag, data }) => ({ title, body, tag, url: data.url }))
            }""",
            place,
        )

    def click(self):
        """What the worker does when the one push on the screen is tapped; a real tap is the system's, out of reach."""
        worker = next(each for each in self.page.context.service_workers if each.url.endswith("/push/worker.js"))
        return worker.evaluate(
            """async () => {
              const opened = []
              Object.defineProperty(self.clients, "openWindow", { value: async (url) => opened.push(url) })
              const [notification] = await registration.getNotifications()
              const promises = []
              const waitUntil = (one) => promises.push(one)
              self.dispatchEvent(Object.assign(new Event("notificationclick"), { notification, waitUntil }))
              await Promise.all(promises)
              return opened
            }"""
        )

    def renew(self, words):
        """The browser gives up its subscription by itself, and has another one."""
        worker = next(each for each in self.page.context.service_workers if each.url.endswith("/push/worker.js"))
        worker.evaluate(
            """async ([was, now]) => {
              const promises = []
              const [oldSubscription, newSubscription] = [was, now].map((words) => ({ toJSON: () => words }))
              const waitUntil = (one) => promises.push(one)
              const event = new Event("pushsubscriptionchange")
              self.dispatchEvent(Object.assign(event, { oldSubscription, newSubscription, waitUntil }))
              await Promise.all(promises)
            }""",
            [self.subscription.words, words],
        )


@pytest.fixture
def phone(new_page, service, bank, web):
    phone = Phone(new_page(), service)
    phone.subscribe(f"{web.url}/demo/bank/")
    return phone


@pytest.fixture
def tell_dave(payments, service):
    def tell():
        dave = Identity.objects.get(kind="phone", value=DAVE["phone"]).customer
        notification = notify(category=payments, customer=dave, variables={"amount": "5 EUR"}, source="test")
        run_due()
        return notification, service.ledger[-1]

    return tell


def has_sms(notification) -> bool:
    run_due()
    return notification.steps.filter(channel="sms", state=State.ACCEPTED).exists()


def test_the_workers_receipt_spares_the_sms(phone, payments, tell_dave, web):
    # Long enough for a slow machine: what four seconds do is the next test's.
    payments.steps = [{"channel": "push", "seconds": 60}, {"channel": "sms", "seconds": 30}]
    payments.save()
    device = Device.objects.get()
    assert device.customer == Identity.objects.get(kind="phone", value=DAVE["phone"]).customer

    notification, entry = tell_dave()
    phone.see(entry)
    push = wait_until(lambda: Step.objects.filter(channel="push", receipt_at__isnull=False).first(), what="a receipt")

    shown = phone.shown()
    assert [each["title"] for each in shown] == ["5 EUR at Corner Café"]
    assert shown[0]["body"] == "Card ·· 4417" and shown[0]["tag"] == str(notification.public_id)
    notification.refresh_from_db()
    assert notification.state == Notification.State.DELIVERED and notification.proof == "push"
    assert push.state == State.DELIVERED and not push.late
    run_due()
    assert not notification.steps.filter(channel="sms").exists()


def test_with_the_receipt_blocked_the_sms_goes_four_seconds_after_it_began(phone, tell_dave, faults):
    phone.page.context.route("**/push/receipt", lambda route: route.abort())
    notification, entry = tell_dave()
    phone.see(entry)

    wait_until(lambda: has_sms(notification), what="the SMS")
    push, sms = notification.steps.get(channel="push"), notification.steps.get(channel="sms")
    assert push.state == State.ACCEPTED and push.receipt_at is None
    assert (sms.armed_at - notification.created_at).total_seconds() >= 4

    # The network comes back, and the next push brings the proof of both.
    phone.page.context.unroute("**/push/receipt")
    _, second = tell_dave()
    phone.see(second)
    wait_until(lambda: Step.objects.filter(pk=push.pk, late=True).exists(), what="the late receipt")
    notification.refresh_from_db()
    assert notification.state == Notification.State.DELIVERED
    assert notification.steps.filter(channel="sms").count() == 1
    others = Step.objects.exclude(pk=push.pk).filter(channel="push", receipt_at__isnull=False)
    wait_until(others.exists, what="the receipt of the second one")


@pytest.mark.requirement("R113")
def test_a_click_opens_exactly_the_linked_page_and_proves_it(phone, tell_dave, web):
    notification, entry = tell_dave()
    phone.see(entry)

    assert phone.click() == [f"{web.url}/demo/bank/cards/"]
    assert phone.shown() == []
    push = wait_until(lambda: Step.objects.filter(opened_at__isnull=False).first(), what="the word that it was opened")
    assert push.notification == notification


def test_a_subscription_that_the_browser_changes_is_followed(phone, service, tell_dave):
    renewed = service.subscribe()
    phone.renew(renewed.words)

    assert json.loads(Device.objects.live().get().address)["endpoint"] == renewed.endpoint
    _notification, entry = tell_dave()
    assert entry["target"] == renewed.id


def test_a_device_that_the_server_has_lost_comes_back_with_the_next_page(phone, web):
    Device.objects.get().bury("unregistered")
    words = json.dumps(phone.subscription.words)
    given = f"const words = {words}; const given = {{ endpoint: words.endpoint, options: {{}}, toJSON: () => words }}"
    phone.page.add_init_script(f"{given}; PushManager.prototype.getSubscription = async () => given")
    phone.page.goto(f"{web.url}/demo/bank/cards/")

    expect(phone.page.locator("[data-state=on]")).to_be_visible()
    wait_until(lambda: Device.objects.live().exists(), what="the device again")


def test_whoever_switches_it_off_is_not_told_any_more(phone):
    phone.switch().uncheck()
    expect(phone.page.locator("[data-state=off]")).to_be_visible()

    assert Device.objects.get().dead_because == "unsubscribed"
    phone.switch().check()
    wait_until(lambda: Device.objects.live().exists(), what="the device again")


def test_in_the_help_centre_a_stranger_is_told_as_the_visitor_he_is_to_the_widget(new_page, service, cards, web):
    from chat.models import Site, Visitor

    Site.objects.create(name="Heron Bank", department=cards)
    Phone(new_page(), service).subscribe(f"{web.url}/")

    visitor = Visitor.objects.get()
    assert Device.objects.get().customer == visitor.customer


def test_where_the_browser_blocks_pushes_the_switch_says_so(new_page, bank, web):
    page = new_page()
    page.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    page.goto(f"{web.url}/demo/bank/")

    expect(page.get_by_text("Your browser blocks notifications of this site.")).to_be_visible()
    expect(page.get_by_role("switch", name="Tell me on this device")).to_be_disabled()


def test_the_desks_worker_shows_a_push_too(at_desk, alice, service, web):
    desk = Phone(at_desk(alice), service)
    desk.page.evaluate(
        """async () => {
          const { subscribe } = await import("lib/push")
          const { token } = await import("lib/http")
          const headers = { "X-CSRFToken": token() }
          await subscribe({ address: "/desk/worker.js?language=en", scope: "/desk/" }, (subscription) =>
            fetch("/desk/push/devices/", { method: "POST", headers, body: JSON.stringify(subscription) }))
        }"""
    )
    assert Device.objects.get().user == alice

    told = {"notification_id": "1", "title": "Assigned to you", "link": "/desk/?view=mine"}
    [shown] = desk.see({"payload": told}, place="/desk/")
    assert shown["title"] == "Assigned to you"
