"""S-01, S-02: in real Chromium nothing that anybody wrote is executed, asked of another server, or calculated."""

import os
import uuid

import pytest

from accounts.models import Membership
from chat.models import Conversation, Site, Visitor
from customers.models import Identity
from tests.browser.serving import HostSite, Web, wait_until
from tests.security.conftest import signed
from tests.security.houses import (
    parts,
    poisoned_customer,
    poisoned_departments,
    poisoned_person,
    poisoned_ticket,
    queue_of,
    said_to_a_customer,
)
from tests.security.vectors import VECTORS
from tests.security.watching import Watched
from tickets.models import Ticket

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.requirement("S-01", "S-02")]

TICKETS = 7


@pytest.fixture
def web(transactional_db):
    web = Web()
    web.start()
    yield web
    web.stop()


@pytest.fixture
def host_site():
    site = HostSite()
    yield site
    site.stop()


@pytest.fixture
def watched(chromium, web, host_site):
    """`watched()` is a browser; at the end none of them may have anything to tell."""
    browsers = []

    def open_browser():
        browsers.append(Watched(chromium, web.url, host_site.url))
        return browsers[-1]

    yield open_browser
    for browser in browsers:
        browser.close()
    assert [told for browser in browsers for told in browser.told] == []


@pytest.fixture
def house(cards):
    """Each text in each place at least once; those that are many on one screen, all of them on it."""
    departments = poisoned_departments()
    agents = [poisoned_person(cards, number, texts[0]) for number, texts in enumerate(parts(TICKETS))]
    alice = agents[0]
    Membership.objects.bulk_create(Membership(user=alice, department=each) for each in departments)
    queue_of(alice, departments)
    tickets = [
        poisoned_ticket(poisoned_customer(texts), agents[number], cards, texts)
        for number, texts in enumerate(parts(TICKETS))
    ]
    return alice, tickets


def everything_shown(page, selector) -> str:
    """The text of the page and of what stands in attributes of our own elements."""
    return page.locator(selector).evaluate("""root => [root.textContent, ...[...root.querySelectorAll("happening-line")]
        .flatMap(line => [...line.attributes].map(({ value }) => value))].join("\\n")""")


def scroll_back(page) -> None:
    """To the first message: earlier ones come as one gets near."""
    for _ in range(60):
        if not page.locator(".log__older").count():
            return
        page.evaluate("document.querySelector('.log__older')?.scrollIntoView()")
        page.wait_for_timeout(100)
    raise AssertionError("the earlier messages did not come")


def missing(texts, shown: str) -> list[str]:
    shown = squeezed(shown)
    return [text for text in texts if squeezed(text)[:60] not in shown]


def squeezed(text: str) -> str:
    return "".join(text.replace("\x01", "").split())


def test_the_traps_and_the_policy_would_tell(chromium, web, host_site):
    """The same texts as markup: most go off on a page without a policy, and with ours every attempt is reported."""
    browser = Watched(chromium, web.url, host_site.url)
    host_site.page = "<!doctype html><title>x</title>" + "<div>" + "</div><div>".join(VECTORS)
    browser.page.goto(host_site.url)
    browser.page.goto(f"{web.url}/accounts/login/")
    browser.page.evaluate(
        "texts => texts.forEach(text => { document.querySelector('main').innerHTML = text })", VECTORS
    )
    browser.page.wait_for_timeout(300)
    told = browser.told
    browser.close()
    assert any(each.startswith("trap __xss") for each in told)
    assert any(each.startswith("request") and "evil.test" in each for each in told)
    assert sum(each.startswith("policy script-src") for each in told) > 20


def test_the_desk_shows_it_as_text(house, watched, web):
    alice, tickets = house
    browser = watched()
    page = browser.page
    browser.sign_in(web.url, alice)
    for view in ("mine", "all"):
        page.goto(f"{web.url}/desk/?view={view}")
        page.get_by_role("list", name="Tickets").wait_for()
    page.goto(f"{web.url}/desk/queue/?view=mine&rows=200")
    assert missing(VECTORS, page.locator("body").text_content()) == []
    for ticket, texts in zip(tickets, parts(TICKETS), strict=True):
        page.goto(f"{web.url}/desk/tickets/{ticket.pk}/")
        page.get_by_role("log", name="Conversation").wait_for()
        scroll_back(page)
        shown = everything_shown(page, "body")
        assert missing(texts, shown) == []
        assert "49" not in everything_shown(page, "message-log").replace(str(ticket.pk), "").split()
    more = page.get_by_label("More actions")
    for item in ("Pass to a colleague", "Send to another department"):
        more.click()
        page.get_by_role("button", name=item).last.click()
        page.get_by_role("dialog").get_by_role("combobox").wait_for()
        page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    page.get_by_role("button", name="Change the customer’s name").click()
    page.get_by_role("dialog").get_by_role("textbox").first.wait_for()
    page.goto(f"{web.url}/accounts/profile/")


ADMIN_PAGES = [
    "customers/customer/", "customers/organisation/", "tickets/ticket/", "tickets/message/", "tickets/attachment/",
    "tickets/session/", "accounts/user/", "accounts/department/", "chat/site/", "chat/visitor/", "chat/conversation/",
    "core/event/",
]  # fmt: skip


def test_the_admin_shows_it_as_text(house, watched, web, admin):
    _alice, [ticket, *_rest] = house
    site = Site.objects.create(name=VECTORS[0], bot_name=VECTORS[1][:60], origins=[VECTORS[2]], key=VECTORS[5][:40])
    site.texts = {
        "en": {"title": VECTORS[3], "greeting": VECTORS[4]},
        "ru": {"title": VECTORS[6], "greeting": VECTORS[7]},
    }
    site.save()
    visitor, _token = Visitor.objects.arrive(site, customer=ticket.customer)
    Visitor.objects.filter(pk=visitor.pk).update(page_url=VECTORS[8], page_title=VECTORS[9])
    Conversation.objects.create(public_id=uuid.uuid4(), visitor=visitor, ticket=ticket)
    rows = {
        "customers/customer/": ticket.customer_id, "customers/organisation/": ticket.customer.organisation_id,
        "tickets/ticket/": ticket.pk, "tickets/session/": ticket.sessions.latest("pk").pk,
        "tickets/message/": ticket.messages.first().pk, "accounts/user/": ticket.assignee_id or admin.pk,
        "chat/site/": site.pk, "chat/visitor/": visitor.pk, "accounts/department/": ticket.department_id,
    }  # fmt: skip
    browser = watched()
    browser.sign_in(web.url, admin)
    for address in ADMIN_PAGES:
        browser.page.goto(f"{web.url}/admin/{address}")
        assert browser.page.locator("#changelist, #result_list").count(), address
        if pk := rows.get(address):
            browser.page.goto(f"{web.url}/admin/{address}{pk}/change/")
            browser.page.goto(f"{web.url}/admin/{address}{pk}/history/")
    browser.page.goto(f"{web.url}/admin/chat/site/{site.pk}/secret/")


@pytest.fixture
def chat(cards, host_site, web):
    """A site all of whose texts are attempts, and a conversation in which both sides write nothing else."""
    site = Site.objects.create(
        name=VECTORS[0], bot_name=VECTORS[30][:60], origins=[host_site.url], department=cards,
        texts={"en": {"title": VECTORS[33], "greeting": VECTORS[55]}},
    )  # fmt: skip
    customer = poisoned_customer(VECTORS[:3])
    Identity.objects.create(
        customer=customer,
        kind="widget",
        value=f"{site.key}:dave",
        verified_how="signed",
        verified_at="2026-01-01T00:00Z",
    )
    visitor, _token = Visitor.objects.arrive(site, customer=customer)
    agents = [poisoned_person(cards, number, text) for number, text in enumerate(VECTORS[:4])]
    ticket = poisoned_ticket(customer, agents[0], cards, VECTORS, about=said_to_a_customer)
    Ticket.objects.filter(pk=ticket.pk).update(status="open")
    Conversation.objects.create(public_id=uuid.uuid4(), visitor=visitor, ticket=ticket)
    return site, customer, ticket, agents


def test_the_widget_shows_it_as_text(chat, watched, host_site, web, cards):
    site, customer, ticket, agents = chat
    host_site.embed(web.url, site.key, identity=signed(site, name="<img src=x onerror=__xss(140)>"))
    customer_browser, operator = watched(), watched()

    page = customer_browser.page
    page.goto(host_site.url)
    page.get_by_role("button", name="Open chat").click()
    log = page.get_by_role("log", name="Messages")
    log.get_by_role("article").first.wait_for()
    count = ticket.messages.public().count()
    for _ in range(100):
        if log.locator(".message, .happening").count() >= count:
            break
        log.evaluate("log => { log.scrollTop = 20 - log.scrollHeight; log.scrollTop = -log.scrollHeight }")
        log.dispatch_event("scroll")
        page.wait_for_timeout(100)
    assert missing(VECTORS, log.text_content()) == []
    assert log.locator("script, img:not([alt]), iframe, style, form, svg:not([class])").count() == 0

    # What arrives while the pages lie open takes another way: pushed, and put in by the page's own script.
    operator.sign_in(web.url, agents[0])
    operator.page.goto(f"{web.url}/desk/tickets/{ticket.pk}/")
    operator.page.get_by_role("log", name="Conversation").wait_for()
    before = operator.page.locator("message-log > [data-seq]").count()
    live = VECTORS[::4]
    for text in live:
        ticket.receive(text=f"live {text}", client_id=uuid.uuid4(), by=customer)
        ticket.reply(text=f"live {text}", client_id=uuid.uuid4(), by=agents[0])
    lines = "document.querySelectorAll('message-log > [data-seq]').length"
    wait_until(lambda: operator.page.evaluate(lines) >= before + 2 * len(live), what="the lines")
    assert missing([f"live {text}" for text in live], everything_shown(operator.page, "message-log")) == []
    log.get_by_text("live").nth(2 * len(live) - 1).wait_for()
    assert missing([f"live {text}" for text in live], log.text_content()) == []


def test_our_own_pages_with_the_widget_show_it_as_text(cards, watched, web, alice):
    texts = {"en": {"title": "<img src=x onerror=__xss(141)>", "greeting": "<svg onload=__xss(142)> {{7*7}}"}}
    Site.objects.create(name=VECTORS[0], key="heron-bank-demo", department=cards, texts=texts, bot_name="<b>x</b>")
    browser = watched()
    for path in ("/demo/bank/", "/"):
        browser.page.goto(web.url + path)
        browser.page.get_by_role("button", name="Open chat").click()
        dialog = browser.page.get_by_role("dialog", name="Chat")
        dialog.get_by_text(texts["en"]["title"]).first.wait_for()
        dialog.get_by_role("textbox", name="Message").fill(VECTORS[0])
        dialog.get_by_role("button", name="Send", exact=True).click()
        dialog.get_by_role("log").get_by_text(VECTORS[0]).first.wait_for()
    for path in (
        "/<script>__xss(1)</script>",
        "/desk/?view=<script>__xss(1)</script>",
        '/accounts/login/?next="><img src=x onerror=__xss(1)>',
    ):
        browser.page.goto(web.url + path)
