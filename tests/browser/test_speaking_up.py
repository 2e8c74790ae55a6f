"""What the desk tells whoever looks elsewhere, in a browser that shows notifications."""

import pytest

from tests.browser.serving import wait_until
from tickets.models import Ticket


@pytest.fixture(scope="module")
def chromium(notifying_chromium):
    return notifying_chromium


SHOWN = """() => {
    window.shown = []
    ServiceWorkerRegistration.prototype.showNotification = async (title, { body, tag, data }) =>
        window.shown.push({ title, body, tag, url: data.url })
}"""


def test_one_tab_of_two_speaks_up_and_none_of_what_is_looked_at(at_desk, web, alice, dave, eve, cards, new_id):
    """The tab that leads tells; the number stands on both."""
    mine, another = (
        Ticket.open(customer=who, channel="widget", text="Hello", by=who, department=cards)[0] for who in (dave, eve)
    )
    for ticket in (mine, another):
        ticket.reply(text="Hello", client_id=new_id(), by=alice)
    first = at_desk(alice, permissions=["notifications"])
    first.evaluate("navigator.serviceWorker.ready.then(() => true)")
    first.evaluate(SHOWN)
    second = first.context.new_page()
    second.goto(f"{web.url}/desk/")
    second.evaluate(SHOWN)
    wait_until(lambda: first.evaluate(f"localStorage['desk:{alice.pk}:news']"), what="the first look at the news")

    mine.receive(text="A secret of mine", client_id=new_id(), by=dave)
    wait_until(lambda: first.evaluate("shown.length"), what="a notification")
    told = {"title": "Dave Okafor has written", "body": f"#{mine.pk} · Cards", "tag": f"ticket-{mine.pk}"}
    assert first.evaluate("shown") == [told | {"url": f"/desk/tickets/{mine.pk}/"}]
    assert second.evaluate("shown") == []
    for tab in (first, second):
        wait_until(lambda tab=tab: tab.title().startswith("(1) "), what="the number on the tab")

    second.goto(f"{web.url}/desk/tickets/{mine.pk}/")
    wait_until(lambda: not first.title().startswith("("), what="the number going away")
    mine.receive(text="And this", client_id=new_id(), by=dave)
    second.get_by_role("log", name="Conversation").get_by_text("And this").wait_for()
    another.receive(text="Me too", client_id=new_id(), by=eve)
    wait_until(lambda: len(first.evaluate("shown")) == 2, what="the next notification")
    assert [each["tag"] for each in first.evaluate("shown")] == [f"ticket-{mine.pk}", f"ticket-{another.pk}"]
